// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/forward/forwardrule.h"

#include "client/forward.h"
#include "gateway/forward/forwardedfields.h"

namespace guarita::gateway {

namespace {

/// And whatever the upstream might take for it.
void removeAll(http::Headers &headers, const QByteArray &name)
{
    QByteArrayList alike;
    for (const net::HeaderField &field : std::as_const(headers)) {
        if (withDashes(field.name) == withDashes(name))
            alike.append(field.name);
    }
    for (const QByteArray &one : std::as_const(alike))
        headers.remove(one);
}

} // namespace

client::UpstreamRequest ruledRequest(const ForwardRule &rule, const http::Request &request)
{
    client::UpstreamRequest upstream = client::upstreamRequestFor(request);
    upstream.reuse = rule.reuseConnections;
    upstream.headers.remove("authorization");
    for (const QByteArray &name : rule.removeHeaders)
        removeAll(upstream.headers, name);
    for (const net::HeaderField &field : rule.setHeaders)
        removeAll(upstream.headers, field.name);
    for (const net::HeaderField &field : rule.setHeaders)
        upstream.headers.append(field.name, field.value);
    setForwardedFields(upstream.headers, request);
    if (!rule.strippedPrefix.isEmpty()) {
        upstream.target.remove(0, rule.strippedPrefix.size());
        if (!upstream.target.startsWith('/'))
            upstream.target.prepend('/');
        upstream.headers.append("x-forwarded-prefix", rule.strippedPrefix);
    }
    return upstream;
}

} // namespace guarita::gateway
