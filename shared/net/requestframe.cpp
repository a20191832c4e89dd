// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/requestframe.h"

namespace guarita::net {

QByteArray methodName(Method method)
{
    switch (method) {
    case Method::Get:
        return QByteArrayLiteral("GET");
    case Method::Head:
        return QByteArrayLiteral("HEAD");
    case Method::Post:
        return QByteArrayLiteral("POST");
    case Method::Put:
        return QByteArrayLiteral("PUT");
    case Method::Patch:
        return QByteArrayLiteral("PATCH");
    case Method::Delete:
        return QByteArrayLiteral("DELETE");
    case Method::Options:
        return QByteArrayLiteral("OPTIONS");
    }
    Q_UNREACHABLE();
    return {};
}

std::optional<Method> methodNamed(QByteArrayView token)
{
    for (const Method method : {Method::Get, Method::Post, Method::Put, Method::Delete, Method::Head,
                                Method::Patch, Method::Options}) {
        if (token == QByteArrayView(methodName(method)))
            return method;
    }
    return std::nullopt;
}

bool isSafe(Method method)
{
    return method == Method::Get || method == Method::Head || method == Method::Options;
}

bool isIdempotent(Method method)
{
    return isSafe(method) || method == Method::Put || method == Method::Delete;
}

} // namespace guarita::net
