// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/overload/gradientlimit.h"

#include <algorithm>
#include <cmath>

namespace guarita::balancer {

namespace {

using namespace std::chrono_literals;

constexpr double firstLimit = 20;
constexpr auto windowLength = 100ms;
constexpr int windowSamples = 16;      // at least: one slow request among them changes little
constexpr double tolerance = 1.5;      // so much slower than usual is still no queue
constexpr double smoothing = 0.2;      // the share of one window in the limit
constexpr double learning = 0.1;       // the share of one window in what is usual
constexpr double drift = 1.0 / 10'000; // the same while the limit is reached, of what is slower
constexpr double steepest = 0.5;       // of one window
constexpr double leastRoom = 4;

} // namespace

GradientLimit::GradientLimit(int floor, int most)
    : m_floor(floor)
    , m_most(std::max(floor, most))
    , m_limit(std::clamp(firstLimit, m_floor, m_most))
{
}

void GradientLimit::sample(std::chrono::nanoseconds latency, int inFlight, core::Instant now)
{
    if (m_samples == 0)
        m_begun = now;
    m_sum += static_cast<double>(latency.count());
    m_peak = std::max(m_peak, inFlight);
    if (++m_samples < windowSamples || now - m_begun < windowLength)
        return;
    window(std::max(m_sum / m_samples, 1.0));
    m_sum = 0;
    m_samples = 0;
    m_peak = 0;
}

void GradientLimit::window(double latency)
{
    const bool limited = m_peak >= limit() / 2;
    learn(latency, limited);
    if (!limited)
        return; // latency at half the limit says nothing of what more would do
    const double gradient = std::clamp(tolerance * m_usual / latency, steepest, 1.0);
    const double room =
        std::max(leastRoom, std::sqrt(m_limit)); // what may queue, to find whether there is more
    const double next = m_limit * gradient + room;
    m_limit = std::clamp(m_limit + smoothing * (next - m_limit), m_floor, m_most);
}

void GradientLimit::learn(double latency, bool limited)
{
    const double lowest = std::max(m_floor, leastRoom / (1 - steepest)); // where it stops falling
    const bool anew = m_usual == 0 || (limited && m_limit <= lowest + 1);
    const bool queues = limited && latency > m_usual;
    const double share = anew ? 1 : queues ? drift : learning;
    m_usual += share * (latency - m_usual);
}

} // namespace guarita::balancer
