// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/cluster.h"
#include "crypto/hmacsha256.h"
#include "http/message.h"

#include <array>
#include <memory>
#include <unordered_map>

namespace guarita::balancer {

/// The cookie that keeps a client at one endpoint: HMAC-SHA256 over the endpoint's id, which holds its
/// cluster's name. It says nothing of addresses, cannot be made without the key, and means the same to every
/// balancer that has the key. It lasts as long as the browser's session. Event-loop thread only.
class StickyCookie
{
public:
    StickyCookie(QByteArray name, QByteArrayView key, bool secure);

    /// The endpoint that the request's cookie names, if it may have new requests and has room; else null.
    EndpointPtr boundTo(const http::Request &request, const std::shared_ptr<const ClusterSnapshot> &cluster);
    /// Has the client send the cookie from now on.
    void bind(http::Response &response, const Endpoint &endpoint) const;

private:
    /// The whole code as it is compared; the first half finds the endpoint, which takes a time that depends
    /// on it, and the rest is compared in constant time.
    struct Known
    {
        QByteArray code;
        EndpointPtr endpoint;
    };

    QByteArray codeOf(const Endpoint &endpoint) const;
    void follow(const std::shared_ptr<const ClusterSnapshot> &cluster);

    QByteArray m_name;
    QByteArray m_attributes;
    crypto::HmacSha256 m_codes;
    std::shared_ptr<const ClusterSnapshot> m_followed;
    std::unordered_map<std::uint64_t, Known> m_known; // by the first bytes of the code
};

} // namespace guarita::balancer
