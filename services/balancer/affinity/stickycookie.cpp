// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/affinity/stickycookie.h"

#include "balancer/affinity/cookie.h"

#include <cstring>

namespace guarita::balancer {

namespace {

constexpr auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

std::uint64_t nameIn(QByteArrayView code)
{
    std::uint64_t name = 0;
    std::memcpy(&name, code.data(), sizeof(name));
    return name;
}

/// Empty unless it is a whole code.
QByteArray decoded(QByteArrayView value)
{
    constexpr qsizetype encodedSize = 43;
    if (value.size() != encodedSize)
        return {};
    const auto result = QByteArray::fromBase64Encoding(value.toByteArray(),
                                                       encoding | QByteArray::AbortOnBase64DecodingErrors);
    return result && result.decoded.size() == crypto::HmacSha256::size ? result.decoded : QByteArray();
}

} // namespace

StickyCookie::StickyCookie(QByteArray name, QByteArrayView key, bool secure)
    : m_name(std::move(name))
    , m_attributes(QByteArrayLiteral("; Path=/; HttpOnly; SameSite=Lax") + (secure ? "; Secure" : ""))
    , m_codes(key)
{
}

QByteArray StickyCookie::codeOf(const Endpoint &endpoint) const
{
    return m_codes.of(endpoint.config().id);
}

void StickyCookie::follow(const std::shared_ptr<const ClusterSnapshot> &cluster)
{
    if (m_followed == cluster)
        return;
    const bool sameEndpoints = m_followed && m_followed->endpoints == cluster->endpoints;
    m_followed = cluster;
    if (sameEndpoints)
        return;
    m_known.clear();
    for (const EndpointPtr &endpoint : cluster->endpoints) {
        QByteArray code = codeOf(*endpoint);
        m_known.insert_or_assign(nameIn(code), Known{code, endpoint});
    }
}

EndpointPtr StickyCookie::boundTo(const http::Request &request,
                                  const std::shared_ptr<const ClusterSnapshot> &cluster)
{
    const std::optional<QByteArrayView> value = cookieNamed(request.headers, m_name);
    if (!value)
        return nullptr;
    const QByteArray code = decoded(*value);
    if (code.isEmpty())
        return nullptr;
    follow(cluster);
    const auto found = m_known.find(nameIn(code));
    if (found == m_known.end() || !crypto::isSame(found->second.code, code))
        return nullptr;
    const EndpointPtr &endpoint = found->second.endpoint;
    return endpoint->available() && endpoint->takesNow() ? endpoint : nullptr;
}

void StickyCookie::bind(http::Response &response, const Endpoint &endpoint) const
{
    response.headers.append(QByteArrayLiteral("Set-Cookie"),
                            m_name + '=' + codeOf(endpoint).toBase64(encoding) + m_attributes);
}

} // namespace guarita::balancer
