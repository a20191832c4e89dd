// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/affinity/affinitysettings.h"
#include "balancer/affinity/stickycookie.h"

#include <cstdint>
#include <optional>

namespace guarita::balancer {

/// Which requests belong together, and to which endpoint. What the proxy asks, in this order: boundTo(), and
/// if that is null the policy with keyOf(); and when an answer comes from another endpoint than the bound
/// one, bind(). So the cookie always names who answered last. Event-loop thread only.
class Affinity
{
public:
    /// `keyed`: the cluster's policy looks at keys; else none are made.
    Affinity(const AffinitySettings &settings, bool keyed);

    /// What PickRequest::key is to be. Nothing if the request has not what the key is made of.
    std::optional<std::uint64_t> keyOf(const http::Request &request) const;

    /// The endpoint that the client's cookie names, if it may have this request; else null.
    EndpointPtr boundTo(const http::Request &request, const std::shared_ptr<const ClusterSnapshot> &cluster);
    /// Writes the cookie that names `endpoint`, if there is to be one.
    void bind(http::Response &response, const Endpoint &endpoint) const;

private:
    HashKey m_hashKey;
    bool m_keyed;
    std::optional<StickyCookie> m_sticky;
};

} // namespace guarita::balancer
