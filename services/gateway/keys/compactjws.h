// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <optional>

namespace guarita::gateway {

/// A JWS in compact form (RFC 7515, 7.1), taken apart: header.payload.signature, each in base64url and not
/// empty. Nothing of it is believed yet.
struct CompactJws
{
    static constexpr qsizetype mostBytes = 8 * 1024; // of a token

    QByteArrayView header;     // encoded, in the token's bytes
    QByteArrayView signedText; // encoded header, dot and payload, in the token's bytes
    QByteArray payload;        // decoded
    QByteArray signature;      // decoded

    /// Nothing for longer tokens, any other form, and for other spellings of the same payload or signature.
    static std::optional<CompactJws> of(QByteArrayView token);
};

} // namespace guarita::gateway
