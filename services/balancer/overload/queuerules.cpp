// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/overload/queuerules.h"

#include <algorithm>

namespace guarita::balancer {

void WaitEstimate::served(std::chrono::nanoseconds duration)
{
    constexpr double share = 1.0 / 32; // of the newest in the mean
    const auto sample = static_cast<double>(duration.count());
    m_mean = m_mean == 0 ? sample : m_mean + share * (sample - m_mean);
}

std::chrono::nanoseconds WaitEstimate::behind(std::size_t queued, int inFlight) const
{
    const double turns = static_cast<double>(queued + 1) / std::max(inFlight, 1);
    return std::chrono::nanoseconds(static_cast<std::chrono::nanoseconds::rep>(turns * m_mean));
}

Admission admission(const OverloadSettings &settings, std::size_t queued, std::chrono::nanoseconds expected)
{
    const bool room = queued < static_cast<std::size_t>(settings.queueLength);
    return room && expected <= settings.queueDeadline ? Admission::Wait : Admission::Full;
}

int retryAfter(std::chrono::nanoseconds expected)
{
    return static_cast<int>(
        std::max<std::chrono::seconds::rep>(1, std::chrono::ceil<std::chrono::seconds>(expected).count()));
}

} // namespace guarita::balancer
