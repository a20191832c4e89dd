// SPDX-License-Identifier: GPL-3.0-or-later
#include "tls/mistake.h"

#include <QtCore/QFile>

#include <openssl/err.h>

namespace guarita::tls {

core::Error mistake(const char *code, QString must)
{
    if (const char *reason = ERR_reason_error_string(ERR_peek_last_error()))
        must += QStringLiteral(" (%1)").arg(QString::fromLatin1(reason));
    return {code, must};
}

std::optional<core::Error> unreadable(const QString &path, const char *code)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return mistake(code, QStringLiteral("must be a file that can be read: %1").arg(file.errorString()));
}

} // namespace guarita::tls
