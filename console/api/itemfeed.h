// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/api.h"
#include "console/api/itemchange.h"
#include "console/api/streamsubscription.h"

#include <deque>

namespace guarita::console {

/// Hears of every change of an item for as long as somebody is logged in, also of those that were made while
/// the connection was lost. A service that tells of nothing is asked once for each log-in.
class ItemFeed final : public QObject
{
    Q_OBJECT

public:
    /// From the first event on until what came is told in one go.
    static constexpr std::chrono::milliseconds gathering{100};
    /// More than these at once are not told one by one.
    static constexpr std::size_t mostAtOnce = 20'000;

    ItemFeed(Api &api, Connectivity &connectivity, core::Random &random, QObject *parent = nullptr);

    bool isLive() const { return m_subscription.isLive(); }

Q_SIGNALS:
    void opened();
    void changed(const std::vector<guarita::console::ItemChange> &changes);
    void missed(); // changes that nobody tells of any more, maybe: whatever is shown is to be read again

private:
    void follow(Session::State state);
    void stop();
    void begin(bool resumed);
    void take(const std::vector<StreamEvent> &events);
    void note(const StreamEvent &event);
    void tell();

    Api &m_api;
    QTimer m_gathering;
    std::deque<QByteArray> m_pending; // data of events that were not told yet
    bool m_missed = false;
    QString m_user;
    StreamSubscription m_subscription;
};

} // namespace guarita::console
