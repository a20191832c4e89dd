// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/reply.h"
#include "client/wirerequest.h"
#include "wire/connections.h"

#include <QtNetwork/QNetworkAccessManager>

namespace guarita::client {

/// The QNetworkAccessManager of one upstream, whose replies are ours (see Reply): its requests go over the
/// connections of guarita::wire, on the event loop, and not through Qt's own HTTP engine in a thread of its
/// own.
///
/// So there are none of the latter's habits: no redirects, cookies, proxies, caches, passwords,
/// decompression, no queue, and no request that is sent again as often as a connection breaks. Why:
/// docs/decisions/0030.
class Manager final : public QNetworkAccessManager
{
public:
    Manager(wire::Reactor &reactor, wire::Destination destination, tls::TlsTrust::Pointer trust)
        : m_connections(reactor, std::move(destination), std::move(trust))
    {
    }

    /// Where a request carries its WireRequest.
    static constexpr auto wireAttribute = QNetworkRequest::User;

    /// To be started by the caller, who owns it. `body` as Reply wants it.
    Reply *createReply(Operation operation, const QNetworkRequest &request, QIODevice *body = nullptr)
    {
        return static_cast<Reply *>(createRequest(operation, request, body));
    }

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *body) override;

private:
    wire::Connections m_connections;
};

} // namespace guarita::client
