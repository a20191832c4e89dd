// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/compactjws.h"

#include "gateway/keys/base64url.h"

namespace guarita::gateway {

std::optional<CompactJws> CompactJws::of(QByteArrayView token)
{
    const qsizetype first = token.indexOf('.');
    const qsizetype second = token.lastIndexOf('.');
    if (token.size() > mostBytes || first <= 0 || first == second)
        return std::nullopt;
    auto payload = fromBase64Url(token.sliced(first + 1, second - first - 1)); // a third dot is no digit
    auto signature = fromBase64Url(token.sliced(second + 1));
    if (!payload || payload->isEmpty() || !signature || signature->isEmpty())
        return std::nullopt;
    return CompactJws{token.first(first), token.first(second), *std::move(payload), *std::move(signature)};
}

} // namespace guarita::gateway
