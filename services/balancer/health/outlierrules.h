// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/health/ejectionsettings.h"
#include "balancer/model/attempt.h"
#include "balancer/model/outcomewindow.h"

#include <optional>

/// The rules by which an endpoint is an outlier of its cluster, all of them pure. After Envoy's outlier
/// detection (consecutive gateway failures, failure percentage), with Hystrix's half-open trial instead of a
/// return at full load.
namespace guarita::balancer {

/// What an attempt says of its endpoint: that it failed, that it did not, or nothing.
///
/// A failure is what no other endpoint would be blamed for: no connection, no answer, a broken or malformed
/// one, none in time, and 502, 503 and 504. A 500 is as likely to be the request's fault, and 4xx is. Nothing
/// says what ended for a reason on this side: the client left, no room in the connection pool.
std::optional<bool> failedBy(AttemptOutcome outcome, int status);

enum class OutlierRule { Consecutive, Share };
/// Stable, for `reason`: "falhas_seguidas", "falhas_demais".
const char *outlierReason(OutlierRule rule);

/// The rule that an endpoint broke, if it did.
std::optional<OutlierRule> brokenRule(const OutcomeWindow &recent, const EjectionSettings &settings,
                                      core::Instant now);

/// Does `other` answer where `suspect` fails? If nobody does, the cause is not an endpoint's own (a database
/// that all share, say), and to eject any would only take capacity away.
bool doesBetter(const OutcomeWindow &other, const OutcomeWindow &suspect, OutlierRule rule,
                const EjectionSettings &settings, core::Instant now);

/// How many of `endpoints` may be ejected at once.
std::size_t mostEjected(std::size_t endpoints, const EjectionSettings &settings);

/// How long the ejection lasts that is number `times` (from 1) of those that count.
std::chrono::milliseconds ejectionTime(int times, const EjectionSettings &settings);

/// How many of `times` ejections still count when the last one ended `ago`: one less for every EJECT_TIME.
int timesThatCount(int times, std::chrono::nanoseconds ago, const EjectionSettings &settings);

} // namespace guarita::balancer
