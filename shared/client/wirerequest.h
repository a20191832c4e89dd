// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/requestframe.h"

#include <QtCore/QByteArray>

#include <optional>

namespace guarita::client {

struct UpstreamRequest;

/// A request's head as it goes: QNetworkRequest would join, parse and complete the fields, and QUrl would
/// repair and normalise the target.
struct WireRequest
{
    net::Method method = net::Method::Get;
    QByteArray head;   // request line, fields, and the empty line
    bool reuse = true; // the connection, before and after
};

/// `authority`: for Host. Nothing if the target is none that may stand in a request line.
///
/// Of the request's fields those are left out that are no fields, or belong to one connection; Host,
/// Content-Length or Transfer-Encoding, and what every request is to have, are added.
std::optional<WireRequest> wireRequest(const QByteArray &authority, const UpstreamRequest &request);

} // namespace guarita::client
