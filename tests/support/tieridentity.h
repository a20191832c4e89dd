// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QCryptographicHash>
#include <QtCore/QDateTime>
#include <QtCore/QMessageAuthenticationCode>

namespace guarita::support {

/// The TIER_KEY of a Stack.
inline const QByteArray tierKey = "for-tests-only-zyxwvutsrqponmlkjihg";

/// What the gateway says to the tiers behind it, made without the code under test: the fields X-Request-Id,
/// X-Guarita-Subject and X-Guarita-Identity of one request.
struct TierIdentity
{
    QByteArray method;
    QByteArray target;
    QByteArray subject = "usuario";
    QByteArray roles = "admin";
    QByteArray requestId = "0123456789abcdef0123456789abcdef";
    qint64 at = QDateTime::currentMSecsSinceEpoch();
    QByteArray key = tierKey;

    QByteArray value() const
    {
        const QByteArray text = "v1\n" + QByteArray::number(at) + '\n' + method + '\n' + target + '\n' +
                                requestId + '\n' + subject + '\n' + roles;
        return "v1;" + QByteArray::number(at) + ';' + roles + ';' +
               QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256)
                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    }
    QByteArray fields() const
    {
        return "X-Request-Id: " + requestId + "\r\nX-Guarita-Subject: " + subject +
               "\r\nX-Guarita-Identity: " + value() + "\r\n";
    }
};

} // namespace guarita::support
