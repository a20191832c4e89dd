// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/transport.h"
#include "console/core/role.h"
#include "core/result.h"

#include <QtCore/QByteArray>

#include <chrono>
#include <optional>

namespace guarita::console {

/// What POST /token grants.
struct TokenGrant
{
    QByteArray value;
    std::chrono::seconds lifetime{};
    QByteArray refresh;         // empty: an older service, which renews nothing
    std::optional<Roles> roles; // nothing: an older service, which knows none
};

/// Whether a token can stand in an Authorization field: RFC 6750's characters, and not too many of them.
bool isBearerToken(const QByteArray &value);

/// Fails with "token_invalid".
core::Result<TokenGrant> decodeTokenGrant(const QByteArray &json);

/// What an answer of POST /token grants; what it fails with, or BadReply.
Reply<TokenGrant> grantIn(const Reply<ApiResponse> &reply);

/// The roles of a grant or of GET /conta: its member `papeis`; nothing if that is no list of texts.
std::optional<Roles> decodeRoles(const QByteArray &json);

/// A POST of a form, which needs no token.
ApiRequest formRequest(const QByteArray &path, const QByteArray &form);

} // namespace guarita::console
