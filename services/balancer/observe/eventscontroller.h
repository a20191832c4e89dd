// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/clusterstatus.h"
#include "balancer/observe/eventlog.h"
#include "http/httpapp.h"
#include "http/responsestream.h"

#include <QtCore/QTimer>

#include <map>
#include <vector>

namespace guarita::balancer {

/// GET /admin/eventos: tells of every event as it happens, and of everything that GET /admin/backends tells
/// once a second, which keeps quiet connections alive, too. To nobody it costs nothing but the log of events.
///
/// A follower that reads slowly misses samples, so that it never gets old ones, and is told of events that
/// fell out of the log. Must outlive the app that serves its routes. Event-loop thread only.
class EventsController
{
public:
    using StatusSource = std::function<std::vector<ClusterStatus>()>;

    /// The source is asked when somebody listens. The clock outlives this.
    EventsController(StatusSource status, std::size_t mostListeners, const core::Clock &clock);

    std::vector<http::Route> routes();

    /// For the clusters' EventSink.
    void heard(const ClusterEvent &event);
    /// A sample for those who can take one. A timer calls it; a test whose clock stands still may.
    void sample();
    /// The balancer drains: streams end, so that their clients connect anew, to who goes on.
    void end();

private:
    struct Listener
    {
        http::ResponseStream stream;
        qint64 next; // the event that it gets next
        bool room = true;
    };

    void listen(http::Request request, http::ReplyHandle reply);
    void pump(Listener &listener);
    void roomFor(quint64 id);
    void leave(quint64 id);
    QByteArray sampleText() const;

    const StatusSource m_status;
    const std::size_t m_most;
    const core::Clock &m_clock;
    EventLog m_log;
    std::map<quint64, Listener> m_listeners;
    quint64 m_lastId = 0;
    QTimer m_sampler; // runs while somebody listens
    bool m_ended = false;
};

} // namespace guarita::balancer
