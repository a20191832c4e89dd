// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/affinity/affinity.h"

#include "balancer/affinity/cookie.h"
#include "balancer/policy/stablehash.h"

namespace guarita::balancer {

namespace {

std::optional<std::uint64_t> hashOf(std::optional<QByteArrayView> text)
{
    return text ? std::optional(stableHash(*text)) : std::nullopt;
}

std::optional<QByteArrayView> fieldNamed(const http::Request &request, const QByteArray &name)
{
    const QByteArray *value = request.headers.find(name);
    return value ? std::optional<QByteArrayView>(*value) : std::nullopt;
}

/// The gateway says for whom it asks; without one it is whoever is connected.
std::uint64_t addressHash(const http::Request &request)
{
    if (const QByteArray *client = request.headers.find("x-forwarded-for"))
        return stableHash(*client);
    return stableHash(request.clientAddress.toString().toLatin1());
}

} // namespace

Affinity::Affinity(const AffinitySettings &settings, bool keyed)
    : m_hashKey(settings.hashKey)
    , m_keyed(keyed)
{
    if (!settings.stickyCookie.isEmpty())
        m_sticky.emplace(settings.stickyCookie, settings.stickyKey, settings.stickySecure);
}

std::optional<std::uint64_t> Affinity::keyOf(const http::Request &request) const
{
    if (!m_keyed)
        return std::nullopt;
    switch (m_hashKey.kind) {
    case HashKey::Kind::Path:
        return stableHash(request.path);
    case HashKey::Kind::Header:
        return hashOf(fieldNamed(request, m_hashKey.name));
    case HashKey::Kind::Cookie:
        return hashOf(cookieNamed(request.headers, m_hashKey.name));
    case HashKey::Kind::Address:
        return addressHash(request);
    }
    Q_UNREACHABLE();
}

EndpointPtr Affinity::boundTo(const http::Request &request,
                              const std::shared_ptr<const ClusterSnapshot> &cluster)
{
    return m_sticky ? m_sticky->boundTo(request, cluster) : nullptr;
}

void Affinity::bind(http::Response &response, const Endpoint &endpoint) const
{
    if (m_sticky)
        m_sticky->bind(response, endpoint);
}

} // namespace guarita::balancer
