// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/cluster.h"

#include <algorithm>

namespace guarita::balancer {

namespace {

template <typename Predicate>
CandidateList candidatesOf(const EndpointList &endpoints, Predicate mayTake)
{
    CandidateList candidates;
    for (const EndpointPtr &endpoint : endpoints) {
        if (mayTake(*endpoint))
            candidates.push_back({endpoint, endpoint->effectiveWeight()});
    }
    return candidates;
}

std::shared_ptr<const ClusterSnapshot> snapshotOf(EndpointList endpoints, PanicMode mode)
{
    auto snapshot = std::make_shared<ClusterSnapshot>();
    snapshot->candidates = candidatesOf(endpoints, [](const Endpoint &each) { return each.available(); });
    if (snapshot->candidates.empty() && mode == PanicMode::On) {
        snapshot->candidates = candidatesOf(endpoints, [](const Endpoint &each) { return each.allowed(); });
        snapshot->panic = !snapshot->candidates.empty();
    }
    snapshot->endpoints = std::move(endpoints);
    return snapshot;
}

} // namespace

Cluster::Cluster(QByteArray name, EndpointList endpoints, PanicMode panic, EventSink events)
    : m_name(std::move(name))
    , m_panicMode(panic)
    , m_events(std::move(events))
    , m_current(snapshotOf(std::move(endpoints), m_panicMode))
{
    for (const EndpointPtr &endpoint : m_current->endpoints)
        m_told.emplace(endpoint.get(), endpoint->state());
}

EndpointPtr Cluster::endpoint(const QByteArray &id) const
{
    const auto &all = m_current->endpoints;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const EndpointPtr &each) { return each->config().id == id; });
    return found == all.end() ? nullptr : *found;
}

void Cluster::refresh()
{
    replace(m_current->endpoints);
}

void Cluster::replace(EndpointList endpoints)
{
    const auto before = std::exchange(m_current, snapshotOf(std::move(endpoints), m_panicMode));
    tellChanges(*before);
}

void Cluster::setPanicMode(PanicMode mode)
{
    m_panicMode = mode;
    refresh();
}

void Cluster::tellChanges(const ClusterSnapshot &before)
{
    const auto now = m_current; // the sink may change something again
    std::map<const Endpoint *, EndpointState> states;
    std::vector<ClusterEvent> events;
    for (const EndpointPtr &endpoint : now->endpoints) {
        const EndpointState state = endpoint->state();
        const auto told = m_told.find(endpoint.get());
        if (told != m_told.end() && told->second != state) {
            events.push_back({.kind = ClusterEvent::Kind::State,
                              .cluster = m_name,
                              .backend = endpoint->config().id,
                              .from = stateName(told->second),
                              .to = stateName(state),
                              .reason = endpoint->reason()});
        }
        states.emplace(endpoint.get(), state);
    }
    m_told = std::move(states);
    if (before.panic != now->panic) {
        events.push_back({.kind = ClusterEvent::Kind::Panic,
                          .cluster = m_name,
                          .backend = {},
                          .from = before.panic ? "true" : "false",
                          .to = now->panic ? "true" : "false",
                          .reason = {}});
    }
    if (!m_events)
        return;
    for (const ClusterEvent &event : events)
        m_events(event);
}

} // namespace guarita::balancer
