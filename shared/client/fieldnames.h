// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

#include <algorithm>
#include <array>

namespace guarita::client {

inline bool sameName(QByteArrayView left, QByteArrayView right)
{
    return left.size() == right.size() &&
           qstrnicmp(left.data(), left.size(), right.data(), right.size()) == 0;
}

/// Fields that speak of one connection or of the framing on it, and so never pass a proxy (RFC 9110, 7.6.1).
inline bool isConnectionField(QByteArrayView name)
{
    static constexpr std::array<QByteArrayView, 10> names = {
        "connection",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "proxy-authorization",
        "proxy-authenticate",
        "proxy-connection",
        "content-length",
    };
    return std::any_of(names.begin(), names.end(),
                       [&](QByteArrayView other) { return sameName(name, other); });
}

} // namespace guarita::client
