// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/overload/inflightlimits.h"
#include "balancer/overload/queuerules.h"
#include "support/fakeclock.h"
#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

#include <algorithm>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

class TestOverload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void estimate_isLittlesLaw();
    void estimate_followsWhatIsServed();
    void admission_lengthAndDeadline();
    void retryAfter_isRoundedUp();
    void gradient_unloaded_staysWhereItIs();
    void gradient_serverOfFixedCapacity_findsIt_data();
    void gradient_serverOfFixedCapacity_findsIt();
    void gradient_slowerServer_isLearned();
    void gradient_neverLeavesItsBounds();
    void limits_fixed_areGivenToAll();
    void limits_adaptive_followEachEndpointAlone();
};

namespace {

/// A server that works on `workers` requests at a time, each for `service`; whatever else is in flight waits.
struct FixedServer
{
    int workers;
    std::chrono::milliseconds service;

    std::chrono::nanoseconds latency(int inFlight) const
    {
        return service * std::max(inFlight, workers) / workers;
    }
    /// Keeps it at the limit for so long. What is offered beyond is not let in.
    void load(GradientLimit &limit, support::FakeClock &clock, std::chrono::seconds time, int most = 100'000)
    {
        const core::Instant until = clock.now() + time;
        while (clock.now() < until) {
            const int inFlight = std::min(limit.limit(), most);
            const auto latency = this->latency(inFlight);
            for (int i = 0; i < inFlight; ++i)
                limit.sample(latency, inFlight, clock.now());
            clock.advance(latency);
        }
    }
};

} // namespace

void TestOverload::estimate_isLittlesLaw()
{
    WaitEstimate estimate;
    QCOMPARE(estimate.behind(10, 4), 0ns); // nothing is known yet: nobody is refused for it
    estimate.served(100ms);
    QCOMPARE(estimate.behind(0, 4), 25ms);
    QCOMPARE(estimate.behind(7, 4), 200ms);
    QCOMPARE(estimate.behind(0, 0), 100ms);
}

void TestOverload::estimate_followsWhatIsServed()
{
    WaitEstimate estimate;
    estimate.served(100ms);
    for (int i = 0; i < 200; ++i)
        estimate.served(10ms);
    QVERIFY(estimate.behind(0, 1) < 11ms);
    QVERIFY(estimate.behind(0, 1) >= 10ms);
}

void TestOverload::admission_lengthAndDeadline()
{
    OverloadSettings settings;
    settings.queueLength = 2;
    settings.queueDeadline = 1s;
    QCOMPARE(admission(settings, 0, 0ns), Admission::Wait);
    QCOMPARE(admission(settings, 1, 1s), Admission::Wait);
    QCOMPARE(admission(settings, 2, 0ns), Admission::Full);
    QCOMPARE(admission(settings, 0, 1s + 1ns), Admission::Full);
    settings.queueLength = 0;
    QCOMPARE(admission(settings, 0, 0ns), Admission::Full);
}

void TestOverload::retryAfter_isRoundedUp()
{
    QCOMPARE(retryAfter(0ns), 1);
    QCOMPARE(retryAfter(1s), 1);
    QCOMPARE(retryAfter(1s + 1ns), 2);
}

void TestOverload::gradient_unloaded_staysWhereItIs()
{
    support::FakeClock clock;
    GradientLimit limit(4, 1000);
    const int before = limit.limit();
    FixedServer{100, 10ms}.load(limit, clock, 60s, 2); // two at a time: says nothing of a hundred
    QCOMPARE(limit.limit(), before);
}

void TestOverload::gradient_serverOfFixedCapacity_findsIt_data()
{
    QTest::addColumn<int>("workers");
    QTest::addColumn<int>("milliseconds");
    for (const int workers : {8, 16, 50, 200}) {
        for (const int service : {2, 20, 100})
            QTest::addRow("%d workers, %d ms", workers, service) << workers << service;
    }
}

/// Room for all that the server can work on, and some more, and not for much more, after a minute of overload
/// and still after five.
void TestOverload::gradient_serverOfFixedCapacity_findsIt()
{
    QFETCH(int, workers);
    QFETCH(int, milliseconds);
    support::FakeClock clock;
    FixedServer server{workers, std::chrono::milliseconds(milliseconds)};
    GradientLimit limit(4, 1000);
    server.load(limit, clock, 10s, workers / 2); // it is known before it is overloaded
    for (const auto time : {60s, 240s}) {
        server.load(limit, clock, time);
        QVERIFY2(limit.limit() >= workers, QByteArray::number(limit.limit()).constData());
        QVERIFY2(limit.limit() <= workers * 4, QByteArray::number(limit.limit()).constData());
    }
}

void TestOverload::gradient_slowerServer_isLearned()
{
    support::FakeClock clock;
    GradientLimit limit(4, 1000);
    FixedServer{50, 2ms}.load(limit, clock, 30s);
    FixedServer slower{50, 40ms}; // its database has become slow: not its queue
    slower.load(limit, clock, 180s);
    QVERIFY2(limit.limit() >= 50, QByteArray::number(limit.limit()).constData());
}

void TestOverload::gradient_neverLeavesItsBounds()
{
    support::FakeClock clock;
    GradientLimit limit(4, 30);
    const auto within = [&] { return limit.limit() >= 4 && limit.limit() <= 30; };
    for (int i = 0; i < 20'000; ++i) {
        const auto latency = std::chrono::milliseconds(i % 7 == 0 ? i : 1);
        limit.sample(latency, limit.limit(), clock.now());
        clock.advance(10ms);
        QVERIFY(within());
    }
    GradientLimit narrow(40, 30); // the floor counts
    QCOMPARE(narrow.limit(), 40);
}

void TestOverload::limits_fixed_areGivenToAll()
{
    const EndpointList endpoints = support::makeEndpoints(2);
    OverloadSettings settings;
    settings.inFlightPerEndpoint = 7;
    InFlightLimits limits;
    limits.follow(endpoints, settings);
    for (const EndpointPtr &endpoint : endpoints) {
        QCOMPARE(endpoint->inFlightLimit(), 7);
        limits.attemptEnded(*endpoint, {.duration = 1h}, {});
        QCOMPARE(endpoint->inFlightLimit(), 7);
    }
}

void TestOverload::limits_adaptive_followEachEndpointAlone()
{
    support::FakeClock clock;
    EndpointList endpoints = support::makeEndpoints(2);
    OverloadSettings settings;
    settings.adaptive = true;
    InFlightLimits limits;
    limits.follow(endpoints, settings);
    const int first = endpoints[0]->inFlightLimit();
    QCOMPARE(first, 20);
    const auto load = [&](Endpoint &endpoint, std::chrono::milliseconds latency, AttemptOutcome outcome) {
        while (endpoint.inFlight() < endpoint.inFlightLimit() - 1)
            endpoint.attemptStarted(PickReason::Policy);
        for (int i = 0; i < 2'000; ++i) {
            limits.attemptEnded(endpoint, {.outcome = outcome, .duration = latency}, clock.now());
            clock.advance(5ms);
        }
    };
    load(*endpoints[0], 1ms, AttemptOutcome::Answered);
    load(*endpoints[1], 1ms, AttemptOutcome::Connect); // says nothing
    const int grown = endpoints[0]->inFlightLimit();
    QVERIFY(grown > first);
    QCOMPARE(endpoints[1]->inFlightLimit(), first);

    endpoints.pop_back();
    limits.follow(endpoints, settings); // what is known stays
    QCOMPARE(endpoints[0]->inFlightLimit(), grown);
    settings.adaptive = false;
    limits.follow(endpoints, settings);
    QCOMPARE(endpoints[0]->inFlightLimit(), settings.inFlightPerEndpoint);
}

QTEST_GUILESS_MAIN(TestOverload)
#include "tst_overload.moc"
