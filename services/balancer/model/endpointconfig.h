// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QUrl>

namespace guarita::balancer {

/// The cluster that SERVIDORES makes, and that takes every path that no other one does.
constexpr const char *defaultCluster = "padrao";

inline constexpr int mostWeight = 256;

/// What the configuration says of one server. Immutable.
struct EndpointConfig
{
    QByteArray
        id; // "host:port", as configured; in another cluster than the default one "<cluster>~host:port"
    QByteArray cluster = defaultCluster;
    QString url;    // as configured, for people
    QUrl origin;    // where to connect: `localhost` became 127.0.0.1, the port is explicit
    int weight = 1; // to mostWeight
};

/// `localhost` becomes 127.0.0.1: the servers bind there, and no call waits for a resolver.
EndpointConfig endpointConfigFor(const QUrl &configured, const QByteArray &cluster = defaultCluster);

/// Where it is, of its cluster: two of the same place are one server, whatever they are called.
QByteArray placeOf(const EndpointConfig &config);

} // namespace guarita::balancer
