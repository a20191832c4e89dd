// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/outlierrules.h"

#include <algorithm>

namespace guarita::balancer {

std::optional<bool> failedBy(AttemptOutcome outcome, int status)
{
    switch (outcome) {
    case AttemptOutcome::Answered:
        return status >= 502 && status <= 504;
    case AttemptOutcome::Connect:
    case AttemptOutcome::NoResponse:
    case AttemptOutcome::Truncated:
    case AttemptOutcome::TooLarge:
    case AttemptOutcome::Timeout:
        return true;
    case AttemptOutcome::Saturated:
    case AttemptOutcome::Cancelled:
        return std::nullopt;
    }
    Q_UNREACHABLE();
}

const char *outlierReason(OutlierRule rule)
{
    return rule == OutlierRule::Consecutive ? "falhas_seguidas" : "falhas_demais";
}

std::optional<OutlierRule> brokenRule(const OutcomeWindow &recent, const EjectionSettings &settings,
                                      core::Instant now)
{
    if (settings.consecutive > 0 && recent.failuresInARow() >= settings.consecutive)
        return OutlierRule::Consecutive;
    if (settings.sharePercent == 0)
        return std::nullopt;
    const OutcomeWindow::Share share = recent.share(settings.window, now);
    if (share.attempts >= settings.volume && share.percent() >= settings.sharePercent)
        return OutlierRule::Share;
    return std::nullopt;
}

bool doesBetter(const OutcomeWindow &other, const OutcomeWindow &suspect, OutlierRule rule,
                const EjectionSettings &settings, core::Instant now)
{
    if (other.failuresInARow() > 0)
        return false;
    return rule == OutlierRule::Consecutive ||
           2 * other.share(settings.window, now).percent() <= suspect.share(settings.window, now).percent();
}

std::size_t mostEjected(std::size_t endpoints, const EjectionSettings &settings)
{
    const std::size_t share = endpoints * static_cast<std::size_t>(settings.mostPercent) / 100;
    const bool any = settings.mostPercent > 0 && endpoints > 1;
    return std::max<std::size_t>(share, any ? 1 : 0);
}

std::chrono::milliseconds ejectionTime(int times, const EjectionSettings &settings)
{
    return std::min(settings.time * times, settings.mostTime);
}

int timesThatCount(int times, std::chrono::nanoseconds ago, const EjectionSettings &settings)
{
    const auto forgiven = std::max<std::int64_t>(0, ago / settings.time);
    return static_cast<int>(std::max<std::int64_t>(0, times - forgiven));
}

} // namespace guarita::balancer
