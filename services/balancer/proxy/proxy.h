// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/cluster.h"
#include "balancer/proxy/proxysettings.h"
#include "balancer/proxy/requestreport.h"
#include "balancer/upstreamsender.h"
#include "core/clock.h"
#include "http/message.h"
#include "http/replyhandle.h"
#include "trace/spansink.h"

#include <functional>
#include <memory>

namespace guarita::balancer {

class ProxyCore;

struct ProxyDependencies
{
    StreamingSender send;
    /// Told of every attempt that is over, once its counts are.
    std::function<void(Endpoint &, const AttemptReport &)> attemptEnded;
    const core::Clock &clock;
    core::Random &random;
    /// Told of the head of every answer that streams; attemptEnded() hears of its end. May be null.
    std::function<void(Endpoint &, const AttemptReport &soFar)> answerBegan = {};
    /// May be null: then no reports are made.
    RequestSink requestEnded = {};
    /// Told of the span of every attempt that is sampled. May be null.
    trace::SpanSink *spans = nullptr;
};

/// What a proxy says of itself besides its endpoints' counters.
struct ProxyStats
{
    std::size_t queued;    // requests that wait for room
    qint64 refusedFull;    // since the start: those that found the queue full
    qint64 refusedLate;    // and those whose time in it ran out
    qint64 retriesUsed;    // of the budget, in the last ten seconds
    qint64 retriesAllowed; // its size
};

/// Forwards each request to an available endpoint, and to further ones as the rules of retry/ allow, until
/// the answer is whole or begins to be passed on. Where no endpoint has room, requests wait as the rules of
/// overload/ allow. Answers every request exactly once; cancels its calls when the client leaves. Event-loop
/// thread only.
class Proxy
{
public:
    Proxy(Cluster &cluster, const ProxySettings &settings, ProxyDependencies dependencies);
    ~Proxy();

    void forward(http::Request request, http::ReplyHandle reply);

    /// Other settings, for what begins from now on.
    void configure(const ProxySettings &settings);
    /// Endpoints came back, or have more room: who waits is looked after soon, from the event loop.
    void roomChanged();
    /// Does what is due. Its timer calls it; a test whose clock stands still may.
    void keepTime();

    /// Requests under way, those that wait included.
    std::size_t inFlight() const;
    ProxyStats stats() const;

private:
    std::unique_ptr<ProxyCore> m_core;
};

} // namespace guarita::balancer
