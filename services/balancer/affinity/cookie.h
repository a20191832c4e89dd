// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/headers.h"

#include <optional>

namespace guarita::balancer {

/// The value of the first cookie of that name (RFC 6265, 4.2). A view into `headers`.
std::optional<QByteArrayView> cookieNamed(const net::Headers &headers, QByteArrayView name);

} // namespace guarita::balancer
