// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/accountingaddress.h"

#include <algorithm>
#include <iterator>

namespace guarita::net {

QHostAddress accountingAddress(const QHostAddress &peer)
{
    bool isIPv4 = false;
    const quint32 ipv4 = peer.toIPv4Address(&isIPv4);
    if (isIPv4)
        return QHostAddress(ipv4);
    Q_IPV6ADDR ipv6 = peer.toIPv6Address();
    std::fill(std::begin(ipv6.c) + 8, std::end(ipv6.c), quint8(0));
    return QHostAddress(ipv6);
}

} // namespace guarita::net
