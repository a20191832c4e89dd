// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/api.h"
#include "console/api/connectivity.h"
#include "console/api/eventstream.h"
#include "console/api/itemchange.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <deque>

namespace guarita::console {

/// Hears of every change of an item for as long as somebody is logged in. Comes back by itself after a lost
/// connection, from where it was, after a wait that grows and is drawn by lot, and no shorter than the
/// service wants. A service that tells of nothing is asked once for each log-in.
class ItemFeed final : public QObject
{
    Q_OBJECT

public:
    /// From the first event on until what came is told in one go.
    static constexpr std::chrono::milliseconds gathering{100};
    /// More than these at once are not told one by one.
    static constexpr std::size_t mostAtOnce = 20'000;

    ItemFeed(Api &api, Connectivity &connectivity, core::Random &random, QObject *parent = nullptr);

    bool isLive() const { return m_live; }

Q_SIGNALS:
    void opened();
    void changed(const std::vector<guarita::console::ItemChange> &changes);
    void missed(); // changes that nobody tells of any more, maybe: whatever is shown is to be read again

private:
    void follow(Session::State state);
    void stop();
    void connectNow();
    bool begin();
    void take(const QByteArray &bytes);
    void note(const StreamEvent &event);
    void tell();
    void ended(const Reply<core::Done> &reply);
    std::chrono::milliseconds waitAfter(const Reply<core::Done> &reply);

    Api &m_api;
    core::Random &m_random;
    Backoff m_backoff;
    QTimer m_again;
    QTimer m_gathering;
    EventStream m_stream;
    QByteArray m_lastEventId;
    std::chrono::milliseconds m_retry{};
    std::deque<QByteArray> m_pending; // data of events that were not told yet
    bool m_missed = false;
    bool m_live = false;
    QString m_user;
    Call m_call; // last: its sink uses the others
};

} // namespace guarita::console
