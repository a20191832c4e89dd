// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/base64url.h"

namespace guarita::gateway {

QByteArray toBase64Url(QByteArrayView bytes)
{
    return QByteArray::fromRawData(bytes.data(), bytes.size())
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

std::optional<QByteArray> fromBase64Url(QByteArrayView text)
{
    QByteArray bytes = QByteArray::fromBase64(QByteArray::fromRawData(text.data(), text.size()),
                                              QByteArray::Base64UrlEncoding);
    if (toBase64Url(bytes) != text)
        return std::nullopt;
    return bytes;
}

} // namespace guarita::gateway
