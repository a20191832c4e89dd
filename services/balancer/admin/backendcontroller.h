// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/clusters.h"
#include "http/httpapp.h"

namespace guarita::balancer {

/// /admin/backends: what the balancer knows of its servers, and what an operator does with them. Who may is
/// the gateway's question. Event-loop thread only.
class BackendController
{
public:
    /// Both outlive it.
    BackendController(Clusters &clusters, const core::Clock &clock)
        : m_clusters(clusters)
        , m_clock(clock)
    {
    }

    std::vector<http::Route> routes();

private:
    void list(http::Request request, http::ReplyHandle reply);
    void find(http::Request request, http::ReplyHandle reply);
    void change(http::Request request, http::ReplyHandle reply);
    void add(http::Request request, http::ReplyHandle reply);
    void remove(http::Request request, http::ReplyHandle reply);

    http::Response backendResponse(const Endpoint &endpoint, int status = 200) const;

    Clusters &m_clusters;
    const core::Clock &m_clock;
};

} // namespace guarita::balancer
