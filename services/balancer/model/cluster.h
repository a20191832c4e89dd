// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/clusterevent.h"
#include "balancer/model/endpoint.h"

#include <map>
#include <memory>

namespace guarita::balancer {

/// An endpoint that may get new requests, with the weight that it has at the moment (above 0).
struct Candidate
{
    EndpointPtr endpoint;
    double weight = 1;
};
using CandidateList = std::vector<Candidate>;

/// The servers as one request sees them. Immutable; only the endpoints' own state moves.
struct ClusterSnapshot
{
    EndpointList endpoints;   // all, in the order of the configuration
    CandidateList candidates; // those that may get new requests, in the same order
    bool panic = false;       // too few are available: the candidates are all that the operator lets have any
};

/// Whether requests are tried at endpoints that are down or ejected when too few are left.
enum class PanicMode { Off, On };

/// Holds the current snapshot and swaps it whole. What is available is worked out here, when something
/// changes, so that the way of a request only reads. Event-loop thread only.
class Cluster
{
public:
    /// `events` hears of every change of a state, and of panic, but not of the one that all begins with:
    /// before the first check nobody is up.
    Cluster(QByteArray name, EndpointList endpoints, PanicMode panic = PanicMode::Off, EventSink events = {});

    const QByteArray &name() const { return m_name; }

    /// Valid until the next change; keep the pointer to keep the view.
    const std::shared_ptr<const ClusterSnapshot> &current() const { return m_current; }
    /// Null if there is none of that id.
    EndpointPtr endpoint(const QByteArray &id) const;

    /// To be called after something changed in an endpoint that its availability or weight depends on.
    void refresh();
    /// Other endpoints; those that stay keep their state.
    void replace(EndpointList endpoints);
    /// `belowPercent`: with fewer of the endpoints available that the operator lets have requests, all of
    /// these are tried; with none in any case. As Envoy's healthy_panic_threshold.
    void setPanicMode(PanicMode mode, int belowPercent = 0);

private:
    std::shared_ptr<const ClusterSnapshot> snapshotOf(EndpointList endpoints) const;
    void leaveThoseGone(const EndpointList &before);
    void tellChanges();

    QByteArray m_name;
    PanicMode m_panicMode;
    int m_panicBelowPercent = 0;
    EventSink m_events;
    std::shared_ptr<const ClusterSnapshot> m_current;
    std::map<const Endpoint *, EndpointState> m_told; // the states that the sink knows
    bool m_panicTold = false;
};

} // namespace guarita::balancer
