// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/manager.h"

namespace guarita::client {

QNetworkReply *Manager::createRequest(Operation, const QNetworkRequest &request, QIODevice *body)
{
    auto wire = request.attribute(wireAttribute).value<WireRequest>();
    return new Reply(m_connections, request, std::move(wire), body);
}

} // namespace guarita::client
