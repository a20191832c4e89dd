// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "config/config.h"
#include "gateway/auth/loginthrottle.h"
#include "gateway/auth/passwordverifier.h"
#include "gateway/auth/tokenpolicy.h"
#include "gateway/limits/requestlimits.h"
#include "net/limits.h"

#include <QtCore/QByteArray>
#include <QtCore/QUrl>
#include <QtNetwork/QHostAddress>

namespace guarita::gateway {

/// The gateway's configuration, complete and checked. Frozen before anything is bound.
struct GatewaySettings
{
    QHostAddress host;
    quint16 port = 0;
    net::ListenerLimits listener;
    client::ClientLimits client;
    QUrl balancer;
    QByteArray secretKey;
    Credentials credentials;
    TokenPolicy tokens;
    int loginQueue = 16;
    LoginThrottle::Limits logins;
    RequestRates rates;
};

/// The gateway's own keys, without those that every daemon has.
std::vector<config::Key> gatewayKeys();
/// Fills what gatewayKeys() names; mistakes go to the reader.
void readGateway(config::Reader &reader, GatewaySettings &settings);

} // namespace guarita::gateway
