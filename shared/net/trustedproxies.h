// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/headers.h"

#include <QtCore/QString>
#include <QtNetwork/QHostAddress>

#include <optional>
#include <utility>
#include <vector>

namespace guarita::net {

/// Networks whose machines say the truth about whom they speak for. By default none.
class TrustedProxies
{
public:
    TrustedProxies() = default;
    /// Addresses and networks ("10.0.0.0/8", "2001:db8::1"), separated by commas. Empty for none; nothing if
    /// one of them is neither.
    static std::optional<TrustedProxies> parse(const QString &list);

    bool empty() const { return m_networks.empty(); }
    /// An IPv4 address in IPv6 form counts as the IPv4 address.
    bool contains(const QHostAddress &address) const;

    /// Whom a request comes from that `peer` has passed on. A peer that is not trusted speaks for itself;
    /// otherwise the last address of X-Forwarded-For that is not trusted: what stands before it, anybody may
    /// have written.
    QHostAddress clientOf(const QHostAddress &peer, const Headers &headers) const;

private:
    std::vector<std::pair<QHostAddress, int>> m_networks;
};

/// What a listener believes about connections.
struct ProxyTrust
{
    TrustedProxies proxies;
    /// Each connection comes from one of them, and begins with a PROXY header.
    bool header = false;
};

} // namespace guarita::net
