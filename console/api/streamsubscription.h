// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/connectivity.h"
#include "console/api/eventstream.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <functional>

namespace guarita::console {

/// Keeps one event stream open. Comes back by itself after a lost connection, from where it was, after a wait
/// that grows and is drawn by lot, and no shorter than the service wants. A service that has no such stream
/// is asked once for each start().
class StreamSubscription final : public QObject
{
    Q_OBJECT

public:
    using Listen =
        std::function<Call(const QByteArray &lastEventId, StreamSink sink, OnReply<core::Done> done)>;

    StreamSubscription(Listen listen, Connectivity &connectivity, core::Random &random,
                       QObject *parent = nullptr);

    void start(); // nothing while it is open or waits for its next try
    void stop();  // and forgets where it was
    bool isLive() const { return m_live; }

Q_SIGNALS:
    /// `resumed`: what came in between comes first.
    void opened(bool resumed);
    void arrived(const std::vector<guarita::console::StreamEvent> &events);

private:
    void connectNow();
    bool begin();
    void take(const QByteArray &bytes);
    void ended(const Reply<core::Done> &reply);
    std::chrono::milliseconds waitAfter(const Reply<core::Done> &reply);

    Listen m_listen;
    core::Random &m_random;
    Backoff m_backoff;
    QTimer m_again;
    EventStream m_stream;
    QByteArray m_lastEventId;
    std::chrono::milliseconds m_retry{};
    bool m_live = false;
    Call m_call; // last: its sink uses the others
};

} // namespace guarita::console
