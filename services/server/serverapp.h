// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"
#include "runtime/daemon.h"
#include "server/poolmetrics.h"
#include "server/serversettings.h"
#include "server/storage/changefeed.h"
#include "server/storage/itempool.h"
#include "server/storage/itemservice.h"
#include "server/storage/retention.h"
#include "server/web/changecontroller.h"
#include "server/web/eventscontroller.h"
#include "server/web/exportcontroller.h"
#include "server/web/itemcontroller.h"
#include "sql/changesignal.h"
#include "tier/identitystage.h"
#include "tier/tallystage.h"

namespace guarita::server {

/// The composition root of the item server: the only place that knows all of its parts.
class ServerApp final : public runtime::Service
{
public:
    ServerApp(ServerSettings settings, runtime::Surroundings surroundings);

    core::Result<quint16> start() override;
    bool ready() const override { return m_pool.stats().available; }
    void drain(std::function<void()> drained) override;
    std::optional<net::ListenerStats> listenerStats() const override { return m_app.stats(); }

private:
    http::AppSpec spec();
    http::Response health(const http::Request &request) const;
    http::Response identity() const;
    http::Response receivedCalls(const http::Request &request) const;

    const ServerSettings m_settings;
    QString m_name;
    PoolMetrics m_metrics;
    storage::ItemPool m_pool;
    storage::ItemService m_service;
    storage::Retention m_retention;
    storage::ChangeFeed m_feed;
    sql::ChangeSignal m_signal;
    tier::IdentityCheck m_identity;
    tally::ReceivedCalls m_received;
    web::ItemController m_items;
    web::ChangeController m_changes;
    web::ExportController m_exports;
    web::EventsController m_events;
    http::HttpApp m_app; // last: no request comes once the rest is taken down
};

runtime::DaemonSpec serverDaemon();

} // namespace guarita::server
