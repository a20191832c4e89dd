// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/hmacsha256.h"
#include "http/message.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <chrono>
#include <optional>

namespace guarita::tier {

/// The field in which the gateway says to the tiers behind it that it has judged a request, and when and for
/// whom:
///
///     X-Guarita-Identity: v1;<milliseconds since 1970>;<roles with commas between them>;<code>
///
/// The code is HMAC-SHA256, in base64url, over what signedText() makes of it and of the request that it comes
/// with: its method, its target, and the values of X-Request-Id and X-Guarita-Subject. Neither the body nor
/// any other field is covered.
inline constexpr char identityField[] = "x-guarita-identity";
inline constexpr char subjectField[] = "x-guarita-subject";
/// What the challenge of a refused one says (RFC 9110, 11.6.1): no client can meet it.
inline constexpr char identityChallenge[] = "Guarita-Identity";

/// The field's value, taken apart. Nothing of it is believed yet.
struct Identity
{
    std::chrono::milliseconds at{}; // since the epoch
    QByteArrayView roles;
    QByteArrayView code;

    /// Nothing if the value has another form.
    static std::optional<Identity> of(QByteArrayView value);
    QByteArray value() const;
};

/// The code as it stands in the field.
QByteArray codeOver(const crypto::HmacSha256 &codes, QByteArrayView text);

/// What the code is over: lines, none of which can have a line end in it.
QByteArray signedText(const http::Request &request, std::chrono::milliseconds at, QByteArrayView subject,
                      QByteArrayView roles);

} // namespace guarita::tier
