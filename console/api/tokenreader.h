// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QByteArray>

#include <chrono>

namespace guarita::console {

/// What POST /token grants.
struct TokenGrant
{
    QByteArray value;
    std::chrono::seconds lifetime{};
};

/// Whether a token can stand in an Authorization field: RFC 6750's characters, and not too many of them.
bool isBearerToken(const QByteArray &value);

/// Fails with "token_invalid".
core::Result<TokenGrant> decodeTokenGrant(const QByteArray &json);

} // namespace guarita::console
