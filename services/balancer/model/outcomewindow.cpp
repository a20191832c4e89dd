// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/outcomewindow.h"

#include <algorithm>

namespace guarita::balancer {

void OutcomeWindow::record(bool failed, std::chrono::nanoseconds window, core::Instant now)
{
    m_inARow = failed ? m_inARow + 1 : 0;
    if (now >= m_newestEnds) {
        const auto length = window / sliceCount;
        const auto turns = (now - m_newestEnds) / length + 1;
        for (auto i = std::min<decltype(turns)>(turns, sliceCount); i > 0; --i) {
            m_newest = (m_newest + 1) % sliceCount;
            m_slices[m_newest] = {};
        }
        m_newestEnds += turns * length;
    }
    Share &slice = m_slices[m_newest];
    ++slice.attempts;
    slice.failures += failed;
}

OutcomeWindow::Share OutcomeWindow::share(std::chrono::nanoseconds window, core::Instant now) const
{
    const auto past = now < m_newestEnds ? 0 : (now - m_newestEnds) / (window / sliceCount) + 1;
    Share sum;
    for (auto age = past; age < sliceCount; ++age) {
        const auto back = static_cast<std::size_t>(age - past);
        const Share &slice = m_slices[(m_newest + sliceCount - back) % sliceCount];
        sum.attempts += slice.attempts;
        sum.failures += slice.failures;
    }
    return sum;
}

} // namespace guarita::balancer
