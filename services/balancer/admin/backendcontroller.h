// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/admin/statekeeper.h"
#include "balancer/clusters/clusters.h"
#include "http/httpapp.h"

namespace guarita::balancer {

/// /admin/backends: what the balancer knows of its servers, and what an operator does with them. Who may is
/// the gateway's question. Event-loop thread only.
class BackendController
{
public:
    /// Those given by reference outlive it. With `most` backends no further one is added.
    BackendController(Clusters &clusters, StateKeeper &keeper, std::size_t most, const core::Clock &clock)
        : m_clusters(clusters)
        , m_keeper(keeper)
        , m_most(most)
        , m_clock(clock)
    {
    }

    void setMost(std::size_t most) { m_most = most; }

    std::vector<http::Route> routes();

private:
    void list(http::Request request, http::ReplyHandle reply);
    void find(http::Request request, http::ReplyHandle reply);
    void change(http::Request request, http::ReplyHandle reply);
    void add(http::Request request, http::ReplyHandle reply);
    void remove(http::Request request, http::ReplyHandle reply);

    /// `handler`, unless this process is about to end: what is changed in it then is lost.
    http::Handler changing(http::Handler handler) const;
    http::Response backendResponse(const Endpoint &endpoint, int status = 200) const;

    Clusters &m_clusters;
    StateKeeper &m_keeper;
    std::size_t m_most;
    const core::Clock &m_clock;
};

} // namespace guarita::balancer
