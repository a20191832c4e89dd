// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/slowstart.h"

#include <algorithm>

namespace guarita::balancer {

namespace {

constexpr double leastRamp = 0.1;
constexpr std::chrono::milliseconds stepTime{250};

bool comesUpSlowly(const ClusterEvent &event, const Endpoint &endpoint)
{
    if (event.to != stateName(EndpointState::Up))
        return false;
    return event.from == stateName(EndpointState::Ejected) ||
           (event.from == stateName(EndpointState::Down) && endpoint.health().cold);
}

} // namespace

double rampAt(std::chrono::nanoseconds age, std::chrono::nanoseconds window)
{
    if (age >= window)
        return 1;
    return leastRamp +
           (1 - leastRamp) * static_cast<double>(age.count()) / static_cast<double>(window.count());
}

SlowStart::SlowStart(Cluster &cluster, std::chrono::milliseconds window, const core::Clock &clock)
    : m_cluster(cluster)
    , m_window(window)
    , m_clock(clock)
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { step(); });
}

void SlowStart::heard(const ClusterEvent &event)
{
    if (event.kind != ClusterEvent::Kind::State)
        return;
    const EndpointPtr endpoint = m_cluster.endpoint(event.backend);
    if (!endpoint)
        return;
    std::erase_if(m_ramps, [&](const Ramp &ramp) { return ramp.endpoint == endpoint; });
    endpoint->setRamp(1);
    if (m_window.count() == 0 || !comesUpSlowly(event, *endpoint))
        return;
    m_ramps.push_back({endpoint, m_clock.now()});
    m_timer.start(stepTime);
    step(); // before anybody picks from the candidates
}

void SlowStart::step()
{
    const core::Instant now = m_clock.now();
    for (const Ramp &ramp : m_ramps)
        ramp.endpoint->setRamp(rampAt(now - ramp.since, m_window));
    std::erase_if(m_ramps, [](const Ramp &ramp) { return ramp.endpoint->ramp() >= 1; });
    if (m_ramps.empty())
        m_timer.stop();
    m_cluster.refresh();
}

} // namespace guarita::balancer
