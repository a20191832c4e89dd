// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/stallwatch.h"

#include <utility>

namespace guarita::balancer {

bool StallWatch::stalled(const Counts &counts, std::chrono::nanoseconds limit, core::Instant now)
{
    const Counts before = std::exchange(m_last, counts);
    if (counts.answered != before.answered) {
        // Which of those that began since the last look were answered is not known; older ones had time.
        m_old = before.begun;
        m_since.reset();
    }
    if (counts.inFlight == 0 || counts.begun == m_old) {
        m_since.reset();
        return false;
    }
    if (!m_since)
        m_since = now;
    if (now - *m_since < limit)
        return false;
    m_old = counts.begun;
    m_since.reset();
    return true;
}

} // namespace guarita::balancer
