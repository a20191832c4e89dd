// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/healthmachine.h"

#include <algorithm>

namespace guarita::balancer {

void HealthMachine::pass()
{
    m_failures = 0;
    m_passes = std::min(m_passes + 1, m_thresholds.passes);
    if (!m_everPassed || m_passes >= m_thresholds.passes)
        m_up = true;
    m_everPassed = true;
}

void HealthMachine::fail()
{
    m_passes = 0;
    m_failures = std::min(m_failures + 1, m_thresholds.failures);
    if (m_failures >= m_thresholds.failures)
        m_up = false;
}

void HealthMachine::suspect()
{
    m_passes = 0;
    m_failures = std::max(m_failures, std::min(m_failures + 1, m_thresholds.failures - 1));
}

} // namespace guarita::balancer
