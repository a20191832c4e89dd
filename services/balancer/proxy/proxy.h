// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/cluster.h"
#include "balancer/policy/chooser.h"
#include "balancer/upstreamsender.h"
#include "core/clock.h"
#include "http/message.h"
#include "http/replyhandle.h"

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace guarita::balancer {

struct ProxyDependencies
{
    StreamingSender send;
    /// Told of every attempt that is over, once its counts are.
    std::function<void(Endpoint &, const AttemptReport &)> attemptEnded;
    const core::Clock &clock;
    core::Random &random;
    /// Told of the head of every answer that streams; attemptEnded() hears of its end. May be null.
    std::function<void(Endpoint &, const AttemptReport &soFar)> answerBegan = {};
};

/// Forwards each request to an available endpoint, and to further ones as afterAttempt() allows, until the
/// answer is whole or begins to be passed on. Answers every request exactly once; cancels the call when the
/// client leaves. Event-loop thread only.
class Proxy
{
public:
    /// `deadline` is for one request over all its attempts, up to the head of an answer that streams.
    Proxy(Cluster &cluster, const PolicySettings &policy, std::chrono::milliseconds deadline,
          ProxyDependencies dependencies);
    ~Proxy();

    void forward(http::Request request, http::ReplyHandle reply);

    /// Requests under way.
    std::size_t inFlight() const { return m_active.size(); }

private:
    struct Forwarding;

    Forwarding &acquire(http::Request request, http::ReplyHandle reply);
    /// Ends the call, if there is one, and gives the slot back. Returns the duty to answer.
    http::ReplyHandle release(Forwarding &forwarding);

    void attempt(Forwarding &forwarding, EndpointPtr endpoint, PickReason reason);
    void begun(Forwarding &forwarding, client::UpstreamResult head);
    void finished(Forwarding &forwarding, client::UpstreamResult result);
    void streamed(Forwarding &forwarding, client::Stage stage);
    void record(const Forwarding &forwarding, const client::UpstreamResult &result);
    void attemptOver(const Forwarding &forwarding, AttemptReport report);
    void retry(Forwarding &forwarding, EndpointPtr endpoint);
    void answer(Forwarding &forwarding, http::Response response);
    void giveUp(Forwarding &forwarding, client::Stage stage);
    void expired(Forwarding &forwarding);
    void clientLeft(Forwarding &forwarding);

    Cluster &m_cluster;
    ProxyDependencies m_dependencies;
    Chooser m_chooser;
    /// Second choices rotate on their own, or an endpoint that keeps failing would shift the turn of the
    /// first ones.
    Chooser m_retryChooser;
    std::chrono::milliseconds m_deadline;
    std::vector<std::unique_ptr<Forwarding>> m_active;
    std::vector<std::unique_ptr<Forwarding>> m_spare; // kept for reuse
};

} // namespace guarita::balancer
