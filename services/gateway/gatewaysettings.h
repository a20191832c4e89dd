// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "config/config.h"
#include "gateway/auth/accountthrottle.h"
#include "gateway/auth/loginthrottle.h"
#include "gateway/auth/tokenpolicy.h"
#include "gateway/browsers/cors.h"
#include "gateway/compression/compressor.h"
#include "gateway/edge/adminlistener.h"
#include "gateway/edge/edgesettings.h"
#include "gateway/keys/keysettings.h"
#include "gateway/limits/requestlimits.h"
#include "gateway/outside/outsidesettings.h"
#include "gateway/routes/routetable.h"
#include "gateway/users/userrepository.h"
#include "net/limits.h"
#include "sql/sqldialect.h"

#include <QtCore/QByteArray>
#include <QtCore/QUrl>
#include <QtNetwork/QHostAddress>

#include <chrono>
#include <memory>
#include <vector>

namespace guarita::gateway {

/// The gateway's configuration, complete and checked. Frozen before anything is bound.
struct GatewaySettings
{
    QHostAddress host;
    quint16 port = 0;
    net::ListenerLimits listener;
    EdgeSettings edge;
    AdminPort adminPort;
    std::uint32_t traceOneIn = 1; // see trace::Policy
    client::ClientLimits client;
    QUrl balancer;
    KeySettings keys;
    bool showsTiming = false;                     // clients see how long the tiers behind took
    std::size_t requestsKept = 1000;              // of those that were forwarded, for who asks what they took
    QByteArray tierKey;                           // empty: the tiers behind are told nothing
    std::shared_ptr<const sql::SqlDialect> users; // where users and sessions are kept
    bool demo = false;                            // the demo user may log in
    TokenPolicy tokens;
    std::optional<OutsideSettings> outside; // another issuer, whose tokens count, too
    std::chrono::seconds sessionLifetime{12 * 3600};
    qint64 sessionsPerUser = UserRepository::defaultSessions;
    int loginQueue = 16;
    LoginThrottle::Limits logins;
    AccountThrottle::Limits accounts;
    RequestRates rates;
    CorsPolicy cors;
    Compressor::Limits compression;
    std::shared_ptr<const RouteTable> routes = std::make_shared<RouteTable>(); // never nullptr
    std::size_t auditQueue = 10'000;
    int auditExports = 4;
    std::chrono::milliseconds auditRetention{std::chrono::hours(24 * 90)};
};

/// The gateway's own keys, without those that every daemon has, and those of its parts, such as those of
/// tokens (tokenKeyKeys()) and of another issuer (outsideKeys()).
std::vector<config::Key> gatewayKeys();
/// All keys of the daemon, the common ones included.
std::vector<config::Key> gatewayDaemonKeys();
/// Fills what all of these name; mistakes go to the reader. What the common keys say is
/// read already.
void readGateway(config::Reader &reader, GatewaySettings &settings);
/// Has the rates judge by the table, too.
void setRoutes(GatewaySettings &settings, std::shared_ptr<const RouteTable> routes);
/// Of that, where users are kept; nullptr after a mistake.
std::shared_ptr<const sql::SqlDialect> readUserStore(config::Reader &reader);

} // namespace guarita::gateway
