// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/browsers/securityfields.h"

namespace guarita::gateway {

namespace {

void say(http::Headers &fields, const QByteArray &name, const QByteArray &value)
{
    if (!fields.contains(name))
        fields.append(name, value);
}

/// A refusal on behalf of an upstream names it as well.
bool isOurs(const http::Response &response)
{
    return response.upstream.isEmpty() || !response.reason.isEmpty();
}

} // namespace

void addSecurityFields(http::Response &response)
{
    if (response.status == 304)
        return;
    say(response.headers, QByteArrayLiteral("X-Content-Type-Options"), QByteArrayLiteral("nosniff"));
    if (!isOurs(response))
        return;
    say(response.headers, QByteArrayLiteral("Content-Security-Policy"),
        QByteArrayLiteral("default-src 'none'; frame-ancestors 'none'"));
    say(response.headers, QByteArrayLiteral("X-Frame-Options"), QByteArrayLiteral("DENY"));
    say(response.headers, QByteArrayLiteral("Referrer-Policy"), QByteArrayLiteral("no-referrer"));
}

} // namespace guarita::gateway
