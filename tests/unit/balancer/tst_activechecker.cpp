// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/activechecker.h"

#include "support/fakeclock.h"
#include "support/fakerandom.h"
#include "unit/balancer/fakeupstream.h"
#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

class TestActiveChecker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void start_everyEndpoint_isCheckedAtOnce();
    void finished_pass_makesItAvailable();
    void finished_failure_namesTheReason_data();
    void finished_failure_namesTheReason();
    void finished_down_isCheckedAgainSoon();
    void finished_passNotYetEnough_keepsTheReason();
    void connectFailed_up_isCheckedAtOnce();
    void connectFailed_checkUnderWay_isCheckedOnceMoreAfterIt();
    void connectFailed_killedServer_isOutAfterTwoRequests();
    void destroyed_checkUnderWay_isCancelled();
    void follow_otherEndpoints_areCheckedAtOnceAndThoseGoneNoMore();
};

namespace {

/// An interval that no test lives to see, so that only what is asked for happens.
constexpr HealthSettings quiet{.interval = 10min, .recoveryInterval = 10min, .timeout = 1s, .thresholds = {}};

struct Bench
{
    explicit Bench(const HealthSettings &settings = quiet, int count = 1)
        : endpoints(support::makeEndpoints(count))
        , cluster("padrao", endpoints)
        , checker(std::make_unique<ActiveChecker>(cluster, settings,
                                                  HealthDependencies{upstream.sender(), clock, random}))
    {
        checker->start();
    }
    const EndpointHealth &health() const { return endpoints.front()->health(); }
    std::size_t available() const { return cluster.current()->candidates.size(); }

    support::FakeClock clock;
    support::FakeRandom random;
    support::FakeUpstream upstream;
    EndpointList endpoints;
    Cluster cluster;
    std::unique_ptr<ActiveChecker> checker;
};

} // namespace

void TestActiveChecker::start_everyEndpoint_isCheckedAtOnce()
{
    Bench bench(quiet, 2);
    QCOMPARE(bench.upstream.sent.size(), std::size_t(2));
    QCOMPARE(bench.upstream.sent[0].origin, QUrl(QStringLiteral("http://127.0.0.1:8002")));
    QCOMPARE(bench.upstream.sent[1].origin, QUrl(QStringLiteral("http://127.0.0.1:8003")));
    QCOMPARE(bench.upstream.sent[0].request.target, QByteArray("/saude"));
    QCOMPARE(bench.upstream.sent[0].request.method, http::Method::Get);
    QCOMPARE(bench.available(), std::size_t(0));
}

void TestActiveChecker::finished_pass_makesItAvailable()
{
    Bench bench(quiet, 2);
    bench.upstream.answer(200);
    QCOMPARE(bench.available(), std::size_t(1));
    QCOMPARE(bench.cluster.current()->candidates.front().endpoint, bench.endpoints.front());
    QVERIFY(bench.health().up);
    QCOMPARE(bench.health().reason, QByteArray());
    QCOMPARE(bench.health().lastCheck, std::optional(bench.clock.wallNow()));
    QCOMPARE(bench.endpoints.front()->counters().requests, 0);
}

void TestActiveChecker::finished_failure_namesTheReason_data()
{
    QTest::addColumn<client::Stage>("stage");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("503") << client::Stage::Completed << 503 << QByteArray("status_503");
    QTest::newRow("204") << client::Stage::Completed << 204 << QByteArray("status_204");
    QTest::newRow("refused") << client::Stage::Connect << 0
                             << QByteArray(client::stageReason(client::Stage::Connect));
    QTest::newRow("slow") << client::Stage::Timeout << 0
                          << QByteArray(client::stageReason(client::Stage::Timeout));
}

void TestActiveChecker::finished_failure_namesTheReason()
{
    QFETCH(client::Stage, stage);
    QFETCH(int, status);
    QFETCH(QByteArray, reason);
    Bench bench;
    bench.upstream.end(stage, status);
    QVERIFY(!bench.health().up);
    QCOMPARE(bench.health().reason, reason);
    QVERIFY(bench.health().lastCheck);
}

void TestActiveChecker::finished_down_isCheckedAgainSoon()
{
    HealthSettings settings = quiet;
    settings.recoveryInterval = 1ms;
    Bench bench(settings);
    bench.upstream.refuse();
    QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
    bench.upstream.answer(200);
    QCOMPARE(bench.available(), std::size_t(1));
}

void TestActiveChecker::finished_passNotYetEnough_keepsTheReason()
{
    HealthSettings settings = quiet;
    settings.interval = settings.recoveryInterval = 1ms;
    Bench bench(settings);
    bench.upstream.answer(200);
    for (int i = 0; i < 3; ++i) {
        QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
        bench.upstream.answer(500);
    }
    QCOMPARE(bench.available(), std::size_t(0));
    QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
    bench.upstream.answer(200);
    QVERIFY(!bench.health().up);
    QCOMPARE(bench.health().reason, QByteArray("status_500"));
}

void TestActiveChecker::connectFailed_up_isCheckedAtOnce()
{
    Bench bench;
    bench.upstream.answer(200);
    bench.clock.advance(1s);
    bench.checker->connectFailed(*bench.endpoints.front());
    QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
}

void TestActiveChecker::connectFailed_checkUnderWay_isCheckedOnceMoreAfterIt()
{
    Bench bench;
    bench.upstream.answer(200);
    bench.clock.advance(1s);
    bench.checker->connectFailed(*bench.endpoints.front());
    QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
    bench.checker->connectFailed(*bench.endpoints.front());
    bench.checker->connectFailed(*bench.endpoints.front());
    QCOMPARE(bench.upstream.open, 1);
    bench.upstream.answer(200);
    bench.clock.advance(1s);
    QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
}

void TestActiveChecker::connectFailed_killedServer_isOutAfterTwoRequests()
{
    Bench bench;
    bench.upstream.answer(200);
    bench.clock.advance(1s);
    for (int request = 0; request < 2; ++request) {
        QCOMPARE(bench.available(), std::size_t(1));
        bench.checker->connectFailed(*bench.endpoints.front());
        QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
        bench.upstream.refuse();
    }
    QCOMPARE(bench.available(), std::size_t(0));
}

void TestActiveChecker::destroyed_checkUnderWay_isCancelled()
{
    Bench bench;
    QCOMPARE(bench.upstream.open, 1);
    bench.checker.reset();
    QCOMPARE(bench.upstream.open, 0);
}

void TestActiveChecker::follow_otherEndpoints_areCheckedAtOnceAndThoseGoneNoMore()
{
    Bench bench(quiet, 2);
    bench.upstream.answer(200, 1);
    const EndpointPtr added = support::makeEndpoint(9000);
    bench.cluster.replace({bench.endpoints[1], added});
    bench.checker->follow();
    QCOMPARE(bench.upstream.sent.size(), std::size_t(1)); // the first one's check was cancelled
    QCOMPARE(bench.upstream.sent[0].origin.port(), 9000);
    bench.upstream.answer(200);
    QCOMPARE(bench.available(), std::size_t(2));
}

QTEST_GUILESS_MAIN(TestActiveChecker)
#include "tst_activechecker.moc"
