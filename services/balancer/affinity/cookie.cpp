// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/affinity/cookie.h"

namespace guarita::balancer {

namespace {

std::optional<QByteArrayView> cookieIn(QByteArrayView field, QByteArrayView name)
{
    while (!field.isEmpty()) {
        const qsizetype end = field.indexOf(';');
        const QByteArrayView pair = (end < 0 ? field : field.first(end)).trimmed();
        if (pair.size() > name.size() && pair.startsWith(name) && pair[name.size()] == '=')
            return pair.sliced(name.size() + 1);
        field = end < 0 ? QByteArrayView() : field.sliced(end + 1);
    }
    return std::nullopt;
}

} // namespace

std::optional<QByteArrayView> cookieNamed(const net::Headers &headers, QByteArrayView name)
{
    for (const net::HeaderField &field : headers) {
        if (field.name != "cookie")
            continue;
        if (const auto value = cookieIn(field.value, name))
            return value;
    }
    return std::nullopt;
}

} // namespace guarita::balancer
