// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "client/upstream.h"

#include <QtNetwork/QNetworkRequest>

#include <optional>

namespace guarita::client {

/// The request as Qt is to send it: exactly `request`'s target, its fields, and none that Qt would add by
/// itself. Fields that belong to the connection, and malformed ones, are left out. Nothing if Qt would send
/// the target with other bytes.
std::optional<QNetworkRequest> wireRequest(const Upstream &upstream, const UpstreamRequest &request);

} // namespace guarita::client
