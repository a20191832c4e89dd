// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "gateway/keys/tokenkey.h"

namespace guarita::gateway {

/// The key in a PEM text (RFC 7468): a private one, not encrypted, or else a public one. Error code
/// "chave_recusada", and why.
core::Result<TokenKeyPtr> keyFromPem(const QByteArray &pem);

} // namespace guarita::gateway
