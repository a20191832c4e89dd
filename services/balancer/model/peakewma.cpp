// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/peakewma.h"

#include <cmath>

namespace guarita::balancer {

namespace {

double weightOfPast(core::Instant since, core::Instant now)
{
    const std::chrono::duration<double> age = now - since;
    return std::exp(-age / PeakEwma::decay);
}

} // namespace

void PeakEwma::record(std::chrono::nanoseconds latency, core::Instant now)
{
    const auto measured = static_cast<double>(latency.count());
    const double past = weightOfPast(m_since, now);
    const double expected = m_value * past;
    m_value = measured > expected ? measured : expected + measured * (1 - past);
    m_since = now;
}

double PeakEwma::at(core::Instant now) const
{
    return m_value * weightOfPast(m_since, now);
}

} // namespace guarita::balancer
