// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "crypto/hmacsha256.h"
#include "http/httpapp.h"
#include "http/problem.h"
#include "tier/tiersettings.h"

#include <chrono>
#include <optional>
#include <vector>

namespace guarita::tier {

/// What a tier behind the gateway lets in: requests that the gateway has let pass, with the subject that it
/// named (see identity.h). The field stays in the request, so that a proxy hands it on as it came, with every
/// attempt. On the event-loop thread.
class IdentityCheck
{
public:
    /// Without a key everybody is believed. `clock` outlives the check.
    IdentityCheck(const TierSettings &settings, const core::Clock &clock);

    /// The stage that stands before all others. It sets request.subject. Must not outlive the check.
    http::Stage stage();

private:
    std::optional<http::Problem> refusal(http::Request &request) const;

    std::vector<crypto::HmacSha256> m_codes;
    const std::chrono::milliseconds m_leeway;
    const core::Clock &m_clock;
};

} // namespace guarita::tier
