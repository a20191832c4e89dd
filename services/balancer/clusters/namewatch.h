// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/hostlookup.h"
#include "balancer/model/endpoint.h"

#include <QtCore/QTimer>

#include <chrono>

namespace guarita::balancer {

/// Looks the names of a cluster's servers up, at first and again and again, and gives the endpoints their
/// addresses. A lookup that fails leaves the last ones. Until there are some, each new connection looks the
/// name up itself. Event-loop thread only.
class NameWatch
{
public:
    /// `interval` of zero: names are not looked up here.
    NameWatch(NameLookup lookup, std::chrono::milliseconds interval, const core::Clock &clock);

    void setInterval(std::chrono::milliseconds interval);
    /// To be called when it begins, and whenever the endpoints are others: new names are looked up at once.
    void follow(const EndpointList &endpoints);
    /// Once more, all that are not being looked up just now. Its timer calls it, too.
    void lookUp();
    /// A call to the server there could not connect: another of its addresses is next. Calls that fail
    /// together count once.
    void connectFailed(const QUrl &origin);

private:
    struct Watched
    {
        std::weak_ptr<Endpoint> endpoint;
        bool underWay = false;
        bool failed = false; // the last time; told once
        std::optional<core::Instant> advanced;
    };
    using WatchedPtr = std::shared_ptr<Watched>;

    void lookUpOne(const WatchedPtr &watched);

    NameLookup m_lookup;
    std::chrono::milliseconds m_interval;
    const core::Clock &m_clock;
    std::vector<WatchedPtr> m_watched; // results that come late find nobody
    QTimer m_timer;
};

} // namespace guarita::balancer
