// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/proxy/proxy.h"
#include "support/fakeclock.h"
#include "support/fakeowner.h"
#include "support/fakerandom.h"
#include "unit/balancer/fakeupstream.h"
#include "unit/balancer/testendpoints.h"

#include <numeric>

namespace guarita::test {

using namespace balancer;
using namespace std::chrono_literals;

/// The defaults, with so much time that only what a test moves forward passes.
inline ProxySettings patient()
{
    ProxySettings settings;
    settings.deadline = 10min;
    settings.retry.tryDeadline = 5min;
    return settings;
}

/// A Proxy with everything around it made up. Its time is the fake clock's: see pass().
struct Bench
{
    explicit Bench(int count, const ProxySettings &settings = patient())
        : endpoints(support::makeEndpoints(count))
        , cluster("padrao", endpoints)
        , proxy(std::make_unique<Proxy>(
              cluster, settings,
              ProxyDependencies{upstream.streamingSender(),
                                [this](Endpoint &, const AttemptReport &report) {
                                    reports.push_back(report);
                                    reported += report.outcome == AttemptOutcome::Connect;
                                },
                                clock,
                                random,
                                {},
                                [this](const RequestReport &report) { requests.push_back(noted(report)); }}))
    {
        for (const EndpointPtr &endpoint : endpoints)
            support::setUp(*endpoint, true);
        cluster.refresh();
    }
    void request(http::Method method = http::Method::Get, const http::Headers &fields = {})
    {
        http::Request request;
        request.method = method;
        request.headers = fields;
        request.target = QByteArrayLiteral("/itens?a=1");
        request.path = QByteArrayLiteral("/itens");
        request.body = QByteArrayLiteral("body");
        proxy->forward(std::move(request), owner.handle());
    }
    /// Moves the clock on and lets the proxy do what is due.
    void pass(std::chrono::nanoseconds time)
    {
        clock.advance(time);
        proxy->keepTime();
    }
    const http::Response &answer() const { return owner.answers.back(); }
    const EndpointCounters &counters(std::size_t index) const { return endpoints[index]->counters(); }
    int inFlight() const
    {
        return std::accumulate(
            endpoints.begin(), endpoints.end(), 0,
            [](int sum, const EndpointPtr &endpoint) { return sum + endpoint->inFlight(); });
    }
    /// Nothing is under way any more, and all requests were answered once.
    bool idle(std::size_t answers) const
    {
        return owner.answers.size() == answers && proxy->inFlight() == 0 && upstream.open == 0 &&
               inFlight() == 0;
    }

    /// What a report says, to keep.
    struct Noted
    {
        int status;
        QByteArray reason;
        QByteArray path;
        std::chrono::nanoseconds duration;
        std::chrono::nanoseconds queued;
        std::vector<AttemptRecord> attempts;
    };
    static Noted noted(const RequestReport &report)
    {
        return {report.status,   report.reason, report.path,
                report.duration, report.queued, std::vector(report.attempts.begin(), report.attempts.end())};
    }

    support::FakeClock clock;
    support::FakeRandom random;
    support::FakeUpstream upstream;
    support::FakeOwner owner;
    EndpointList endpoints;
    Cluster cluster;
    int reported = 0; // failed connects
    std::vector<AttemptReport> reports;
    std::vector<Noted> requests; // that are over
    std::unique_ptr<Proxy> proxy;
};

} // namespace guarita::test
