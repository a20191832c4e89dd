// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "gateway/keys/tokenkey.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QHash>

namespace guarita::gateway {

/// The public keys of another issuer, by the names that it has given them ("kid").
using JwkSet = QHash<QByteArray, TokenKeyPtr>;

constexpr std::size_t mostJwks = 32;

/// Reads a JWK Set (RFC 7517, 5). Keys that cannot check signatures of tokens are passed over: other kinds,
/// curves and sizes than PublicKey has, secrets, keys for encryption or for another algorithm, and those
/// without a name. That may leave none.
///
/// Fails ("chaves_recusadas") if two have one name, there are more than mostJwks, or the text is no set of
/// keys.
core::Result<JwkSet> parseJwkSet(QByteArrayView text);

} // namespace guarita::gateway
