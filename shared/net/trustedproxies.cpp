// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/trustedproxies.h"

#include <algorithm>

namespace guarita::net {

namespace {

QHostAddress plain(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

/// QHostAddress reads "1.2" as 1.0.0.2.
bool isAddress(const QHostAddress &address, const QString &text)
{
    return address.protocol() == QAbstractSocket::IPv6Protocol ||
           (!address.isNull() && address.toString() == text);
}

/// One element of X-Forwarded-For. Some write a port behind the address.
QHostAddress addressIn(QByteArrayView element)
{
    QString text = QString::fromLatin1(element).trimmed();
    if (text.startsWith(u'['))
        text = text.mid(1, text.indexOf(u']') - 1);
    else if (text.count(u':') == 1)
        text.truncate(text.indexOf(u':'));
    const QHostAddress address(text);
    return isAddress(address, text) ? plain(address) : QHostAddress();
}

} // namespace

std::optional<TrustedProxies> TrustedProxies::parse(const QString &list)
{
    TrustedProxies proxies;
    for (const QString &part : list.split(u',', Qt::SkipEmptyParts)) {
        const QString text = part.trimmed();
        const QHostAddress address(text.section(u'/', 0, 0));
        const auto network = QHostAddress::parseSubnet(text);
        if (!isAddress(address, text.section(u'/', 0, 0)) || network.second < 0)
            return std::nullopt;
        proxies.m_networks.push_back(network);
    }
    return proxies;
}

bool TrustedProxies::contains(const QHostAddress &address) const
{
    const QHostAddress asked = plain(address);
    return std::any_of(m_networks.begin(), m_networks.end(),
                       [&](const auto &network) { return asked.isInSubnet(network); });
}

QHostAddress TrustedProxies::clientOf(const QHostAddress &peer, const Headers &headers) const
{
    if (empty() || !contains(peer))
        return peer;
    QByteArray list;
    for (const HeaderField &field : headers) {
        if (field.name == "x-forwarded-for")
            list += (list.isEmpty() ? "" : ",") + field.value;
    }
    QHostAddress last = peer;
    QByteArrayView rest(list);
    while (!rest.isEmpty()) {
        const qsizetype comma = rest.lastIndexOf(',');
        const QHostAddress address = addressIn(rest.sliced(comma + 1));
        if (address.isNull())
            return last;
        last = address;
        if (comma < 0 || !contains(address))
            return last;
        rest.truncate(comma);
    }
    return last;
}

} // namespace guarita::net
