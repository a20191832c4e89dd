// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QCryptographicHash>
#include <QtCore/QMessageAuthenticationCode>

namespace guarita::test {

inline const QByteArray key(32, 'k');
/// Accepted at FakeClock's beginning by the policy of these tests.
inline const QByteArray goodClaims =
    R"({"sub":"usuario","iss":"guarita","aud":"guarita-api","jti":"01","sid":"02","iat":1000000000,"nbf":1000000000,"exp":1000003600})";

inline QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// What the gateway calls a secret, found without the code under test.
inline QByteArray idOf(const QByteArray &secret)
{
    return base64Url(
        QMessageAuthenticationCode::hash("guarita key id", secret, QCryptographicHash::Sha256).first(9));
}
inline QByteArray header(const QByteArray &algorithm, const QByteArray &id)
{
    return R"({"alg":")" + algorithm + R"(","kid":")" + id + R"(","typ":"JWT"})";
}
inline const QByteArray ourHeader = header("HS256", idOf(key));

/// A token with any header and claims, made without the code under test (RFC 7515, 5.1).
inline QByteArray token(const QByteArray &header, const QByteArray &claims,
                        QCryptographicHash::Algorithm hash = QCryptographicHash::Sha256,
                        const QByteArray &signingKey = key)
{
    const QByteArray signedPart = base64Url(header) + '.' + base64Url(claims);
    return signedPart + '.' + base64Url(QMessageAuthenticationCode::hash(signedPart, signingKey, hash));
}

/// goodClaims with one member's text replaced.
inline QByteArray claimsWith(const QByteArray &before, const QByteArray &after)
{
    QByteArray claims = goodClaims;
    Q_ASSERT(claims.contains(before));
    return claims.replace(before, after);
}

} // namespace guarita::test
