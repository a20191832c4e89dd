// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"
#include "http/message.h"
#include "net/limits.h"
#include "net/trustedproxies.h"
#include "tls/tlscontext.h"

#include <chrono>
#include <vector>

namespace guarita::gateway {

/// How the gateway meets the world: with TLS or without.
struct EdgeSettings
{
    tls::TlsFiles files;
    tls::TlsContext::Pointer tls; // what they say; null: no TLS
    tls::Http http = tls::Http::One;
    std::chrono::seconds hsts{0}; // 0: not sent
    quint16 redirectPort = 0;     // 0: none
    QString acmeFolder;           // empty: none
    net::ProxyTrust trust;

    /// Fields of every answer.
    http::Headers answerHeaders() const;
};

std::vector<config::Key> edgeKeys();
/// `limits` gets those of handshakes and of HTTP/2.
EdgeSettings readEdge(config::Reader &reader, net::ListenerLimits &limits);

} // namespace guarita::gateway
