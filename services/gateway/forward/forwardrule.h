// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "http/message.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayList>
#include <QtCore/QUrl>

namespace guarita::gateway {

/// Where requests go, and what changes about them on the way.
struct ForwardRule
{
    QUrl upstream; // an origin
    /// Taken off the target; the upstream is told in X-Forwarded-Prefix. Every path that comes here is it or
    /// is below it. Unreserved characters only, so that the target begins with the same bytes.
    QByteArray strippedPrefix = {};
    QByteArrayList removeHeaders = {}; // of the client's; names in lower case
    http::Headers setHeaders = {};     // afterwards
    bool reuseConnections = true;      // else each request has one of its own
};

/// The request that goes upstream. Whatever the rule says, the token stays here, and what the request says of
/// its origin is ours (see setForwardedFields()).
client::UpstreamRequest ruledRequest(const ForwardRule &rule, const http::Request &request);

} // namespace guarita::gateway
