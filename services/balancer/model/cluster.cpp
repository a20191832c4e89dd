// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/cluster.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

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

} // namespace

Cluster::Cluster(QByteArray name, EndpointList endpoints, PanicMode panic, EventSink events)
    : m_name(std::move(name))
    , m_panicMode(panic)
    , m_events(std::move(events))
    , m_current(snapshotOf(std::move(endpoints)))
{
    for (const EndpointPtr &endpoint : m_current->endpoints) {
        endpoint->showState();
        m_told.emplace(endpoint.get(), endpoint->state());
    }
}

std::shared_ptr<const ClusterSnapshot> Cluster::snapshotOf(EndpointList endpoints) const
{
    auto snapshot = std::make_shared<ClusterSnapshot>();
    snapshot->candidates = candidatesOf(endpoints, [](const Endpoint &each) { return each.available(); });
    if (m_panicMode == PanicMode::On) {
        CandidateList allowed = candidatesOf(endpoints, [](const Endpoint &each) { return each.allowed(); });
        const std::size_t available = snapshot->candidates.size();
        const std::size_t wanted = allowed.size() * static_cast<std::size_t>(m_panicBelowPercent);
        if (available < allowed.size() && (available == 0 || available * 100 < wanted)) {
            snapshot->candidates = std::move(allowed);
            snapshot->panic = true;
        }
    }
    snapshot->endpoints = std::move(endpoints);
    return snapshot;
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
    const auto before = std::exchange(m_current, snapshotOf(std::move(endpoints)));
    if (before->endpoints != m_current->endpoints)
        leaveThoseGone(before->endpoints);
    tellChanges();
}

void Cluster::leaveThoseGone(const EndpointList &before)
{
    const EndpointList &now = m_current->endpoints;
    const std::unordered_set<EndpointPtr> stay(now.begin(), now.end());
    for (const EndpointPtr &endpoint : before) {
        if (!stay.contains(endpoint))
            endpoint->leave();
    }
}

void Cluster::setPanicMode(PanicMode mode, int belowPercent)
{
    m_panicMode = mode;
    m_panicBelowPercent = belowPercent;
    refresh();
}

void Cluster::tellChanges()
{
    const auto now = m_current; // the sink may change something again
    std::map<const Endpoint *, EndpointState> states;
    std::vector<ClusterEvent> events;
    for (const EndpointPtr &endpoint : now->endpoints) {
        const EndpointState state = endpoint->state();
        const auto told = m_told.find(endpoint.get());
        if (told == m_told.end() || told->second != state)
            endpoint->showState();
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
    const bool anyChecked =
        std::any_of(now->endpoints.begin(), now->endpoints.end(),
                    [](const EndpointPtr &each) { return each->health().lastCheck.has_value(); });
    const bool panic = now->panic && anyChecked;
    if (const bool told = std::exchange(m_panicTold, panic); told != panic) {
        events.push_back({.kind = ClusterEvent::Kind::Panic,
                          .cluster = m_name,
                          .backend = {},
                          .from = told ? "true" : "false",
                          .to = panic ? "true" : "false",
                          .reason = {}});
    }
    if (!m_events)
        return;
    for (const ClusterEvent &event : events)
        m_events(event);
}

} // namespace guarita::balancer
