// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/guardrule.h"

#include <algorithm>
#include <cmath>

namespace guarita::console {

double TrafficSpan::errorsPerSecond() const
{
    return length.count() > 0 ? double(errors) / std::chrono::duration<double>(length).count() : 0;
}

double TrafficSpan::errorShare() const
{
    return requests > 0 ? std::min(1.0, double(errors) / double(requests)) : 0;
}

bool GuardRule::errorsRose(const TrafficSpan &before, const TrafficSpan &since)
{
    // A request without an answer is an error and may be counted as no request.
    if (std::max(since.requests, since.errors) < leastRequests || since.errors < leastErrors)
        return false;
    const double share = since.requests > 0 ? since.errorShare() : 1;
    if (share - before.errorShare() < leastRise)
        return false;
    const double expected = before.errorsPerSecond() * std::chrono::duration<double>(since.length).count();
    return double(since.errors) > factor * expected + deviations * std::sqrt(expected);
}

} // namespace guarita::console
