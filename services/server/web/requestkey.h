// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "http/message.h"
#include "http/problem.h"
#include "server/domain/itemchange.h"

#include <optional>

namespace guarita::server::web {

/// The Idempotency-Key of a request (draft-ietf-httpapi-idempotency-key-header), if it has one: 1 to 255
/// visible ASCII characters. Else a problem.
core::Result<std::optional<QByteArray>, http::Problem> readRequestKey(const http::Request &request);

/// The key with what was asked under it: the method, the path, the condition and the body.
std::optional<domain::RequestKey> boundKey(const std::optional<QByteArray> &key,
                                           const http::Request &request);

} // namespace guarita::server::web
