// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"
#include "http/responsestream.h"
#include "server/storage/changefeed.h"
#include "server/storage/itemservice.h"

#include <QtCore/QTimer>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace guarita::server::web {

/// What a follower of the feed gets of one change: an event of WHATWG HTML, 9.2.
QByteArray changeEvent(const storage::MarkedChange &change);

/// Tells clients of changes as they happen, as server-sent events. Must outlive the app that serves its
/// routes.
class EventsController
{
public:
    EventsController(storage::ChangeFeed &feed, storage::ItemService &service);
    ~EventsController();

    std::vector<http::Route> routes();

private:
    struct Subscription;

    void subscribe(http::Request request, http::ReplyHandle reply);
    void begin(Subscription &subscription);
    void catchUp(Subscription &subscription, const storage::ChangeMark &from);
    void caughtUp(quint64 id, const storage::Outcome<storage::ChangesRead> &read);
    void restart(Subscription &subscription, bool missed);
    void pump(Subscription &subscription);
    void end(quint64 id);
    void beat();

    storage::ChangeFeed &m_feed;
    storage::ItemService &m_service;
    std::map<quint64, std::unique_ptr<Subscription>> m_subscriptions;
    quint64 m_lastId = 0;
    QTimer m_heartbeat;
};

} // namespace guarita::server::web
