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
    void finished_oneFailure_changesNothing();
    void finished_failureWhileUp_isCheckedAgainSoon();
    void check_pastItsTime_failsAndIsCancelled();
    void check_pastItsTime_isToldOfWhoIsDown();
    void check_oneHangs_othersGoOn();
    void check_settings_sayWhatIsAskedAndWanted();
    void passed_everyPass_isToldBeforeOthersSee();
    void stalled_requestsWithoutAnswer_areSuspectAndChecked();
    void maintenance_noChecks_andOneAtOnceAfterIt();
    void follow_endpointsComeAndGo_soDoTheirChecks();
    void setSettings_up_staysUpAndIsCheckedInTime();
    void destroyed_checkUnderWay_isCancelled();
};

namespace {

/// An interval that no test lives to see, so that only what is asked for happens.
HealthSettings quiet()
{
    HealthSettings settings;
    settings.interval = settings.recoveryInterval = settings.timeout = 10min;
    return settings;
}

struct Bench
{
    explicit Bench(const HealthSettings &settings = quiet(), int count = 1)
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
    Bench bench(quiet(), 2);
    QCOMPARE(bench.upstream.sent.size(), std::size_t(2));
    QCOMPARE(bench.upstream.sent[0].origin, QUrl(QStringLiteral("http://127.0.0.1:8002")));
    QCOMPARE(bench.upstream.sent[1].origin, QUrl(QStringLiteral("http://127.0.0.1:8003")));
    QCOMPARE(bench.upstream.sent[0].request.target, QByteArray("/saude"));
    QCOMPARE(bench.upstream.sent[0].request.method, http::Method::Get);
    QCOMPARE(bench.available(), std::size_t(0));
}

void TestActiveChecker::finished_pass_makesItAvailable()
{
    Bench bench(quiet(), 2);
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
    HealthSettings settings = quiet();
    settings.recoveryInterval = 1ms;
    Bench bench(settings);
    bench.upstream.refuse();
    QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
    bench.upstream.answer(200);
    QCOMPARE(bench.available(), std::size_t(1));
}

void TestActiveChecker::finished_passNotYetEnough_keepsTheReason()
{
    HealthSettings settings = quiet();
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

void TestActiveChecker::finished_oneFailure_changesNothing()
{
    int events = 0;
    Bench bench;
    bench.upstream.answer(200);
    Cluster watching("padrao", bench.endpoints, PanicMode::Off, [&](const ClusterEvent &) { ++events; });
    const auto before = bench.cluster.current();
    bench.clock.advance(1s);
    bench.checker->connectFailed(*bench.endpoints.front());
    QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
    bench.upstream.answer(500);
    watching.refresh();
    QCOMPARE(events, 0);
    QCOMPARE(bench.cluster.current(), before);
    QVERIFY(bench.health().up);
    QCOMPARE(bench.health().reason, QByteArray());
    QVERIFY(bench.health().cold); // but when it comes up the next time it is not the first time
}

void TestActiveChecker::finished_failureWhileUp_isCheckedAgainSoon()
{
    Bench bench;
    bench.upstream.answer(200);
    bench.clock.advance(1s);
    bench.checker->connectFailed(*bench.endpoints.front());
    QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
    bench.clock.advance(20min); // it takes longer than the interval, so the next one goes at once
    bench.upstream.answer(500);
    QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
    QVERIFY(bench.health().up);
}

void TestActiveChecker::check_pastItsTime_failsAndIsCancelled()
{
    HealthSettings settings = quiet();
    settings.timeout = 1ms;
    Bench bench(settings);
    QTRY_COMPARE(bench.upstream.open, 0);
    QCOMPARE(bench.health().reason, QByteArray(client::stageReason(client::Stage::Timeout)));
}

void TestActiveChecker::check_pastItsTime_isToldOfWhoIsDown()
{
    HealthSettings settings = quiet();
    settings.timeout = settings.recoveryInterval = 1ms;
    support::FakeClock clock;
    support::FakeRandom random;
    support::FakeUpstream upstream;
    Cluster cluster("padrao", support::makeEndpoints(1));
    std::vector<bool> up;
    ActiveChecker checker(cluster, settings,
                          {upstream.sender(), clock, random, {}, [&up](const Endpoint &endpoint) {
                               up.push_back(endpoint.health().up);
                           }});
    checker.start();
    upstream.answer(200);
    checker.connectFailed(*cluster.current()->endpoints.front());
    QTRY_VERIFY(up.size() > 1); // not by the failures that left it up
    QVERIFY(std::find(up.begin(), up.end(), true) == up.end());
}

void TestActiveChecker::check_oneHangs_othersGoOn()
{
    HealthSettings settings = quiet();
    settings.interval = 1ms;
    Bench bench(settings, 2);
    for (int i = 0; i < 5; ++i) {
        QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(2)); // the first one's never ends
        QCOMPARE(bench.upstream.sent[1].origin.port(), 8003);
        bench.upstream.answer(200, 1);
    }
    QVERIFY(!bench.health().lastCheck);
    QCOMPARE(bench.available(), std::size_t(1));
}

void TestActiveChecker::check_settings_sayWhatIsAskedAndWanted()
{
    HealthSettings settings = quiet();
    settings.path = "/pronto?a=1";
    settings.expected.statuses = {{204, 204}};
    Bench bench(settings);
    QCOMPARE(bench.upstream.sent[0].request.target, QByteArray("/pronto?a=1"));
    bench.upstream.answer(204);
    QVERIFY(bench.health().up);
}

void TestActiveChecker::passed_everyPass_isToldBeforeOthersSee()
{
    QByteArray told;
    HealthSettings settings = quiet();
    settings.interval = settings.recoveryInterval = 1ms;
    support::FakeClock clock;
    support::FakeRandom random;
    support::FakeUpstream upstream;
    Cluster cluster("padrao", support::makeEndpoints(1));
    ActiveChecker checker(cluster, settings, {upstream.sender(), clock, random, [&](Endpoint &, bool cameUp) {
                                                  told += cameUp ? 'u' : 'p';
                                                  told += cluster.current()->candidates.empty() ? '-' : '+';
                                              }});
    checker.start();
    for (const int status : {200, 500, 200}) {
        QTRY_COMPARE(upstream.sent.size(), std::size_t(1));
        upstream.answer(status);
    }
    QCOMPARE(told, QByteArray("u-p+"));
}

void TestActiveChecker::stalled_requestsWithoutAnswer_areSuspectAndChecked()
{
    HealthSettings settings = quiet();
    settings.thresholds.failures = 2;
    Bench bench(settings);
    bench.upstream.answer(200);
    bench.endpoints.front()->attemptStarted(PickReason::Policy);
    bench.checker->lookForStalls();
    bench.clock.advance(299ms);
    bench.checker->lookForStalls();
    QTest::qWait(0);
    QCOMPARE(bench.upstream.sent.size(), std::size_t(0));
    bench.clock.advance(1ms);
    bench.checker->lookForStalls();
    QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
    QCOMPARE(bench.available(), std::size_t(1));
    bench.upstream.end(client::Stage::Timeout);
    QCOMPARE(bench.available(), std::size_t(0));
}

void TestActiveChecker::maintenance_noChecks_andOneAtOnceAfterIt()
{
    HealthSettings settings = quiet();
    settings.interval = settings.recoveryInterval = 1ms;
    Bench bench(settings);
    bench.upstream.answer(200);
    QTRY_COMPARE(bench.upstream.open, 1);
    Endpoint &endpoint = *bench.endpoints.front();
    endpoint.administer(Administration::Maint, 1);
    bench.checker->follow();
    QCOMPARE(bench.upstream.open, 0);
    bench.checker->connectFailed(endpoint);
    bench.checker->follow();
    QTest::qWait(5);
    QCOMPARE(bench.upstream.open, 0);

    endpoint.administer(Administration::Ready, 1);
    bench.checker->follow();
    QCOMPARE(bench.upstream.sent.size(), std::size_t(1));
    QCOMPARE(endpoint.state(), EndpointState::Down); // whatever it was before
    QCOMPARE(endpoint.reason(), QByteArray("sem_verificacao"));
    QVERIFY(endpoint.health().cold);
    bench.upstream.answer(500);
    QCOMPARE(endpoint.state(), EndpointState::Down);
    QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1));
    bench.upstream.answer(200); // one is enough
    QCOMPARE(bench.available(), std::size_t(1));
}

void TestActiveChecker::follow_endpointsComeAndGo_soDoTheirChecks()
{
    Bench bench(quiet(), 2);
    bench.upstream.answer(200);
    const EndpointPtr added = support::makeEndpoint(9000);
    const EndpointPtr inMaintenance = support::makeEndpoint(9001);
    inMaintenance->administer(Administration::Maint, 1);
    bench.cluster.replace({bench.endpoints[0], added, inMaintenance});
    bench.checker->follow();
    QCOMPARE(bench.upstream.sent.size(), std::size_t(1)); // the one that is gone was being checked
    QCOMPARE(bench.upstream.sent[0].origin.port(), 9000);
    bench.upstream.answer(200);
    QVERIFY(added->health().cold);
    QVERIFY(!bench.health().cold);
    QCOMPARE(bench.available(), std::size_t(2));
    inMaintenance->administer(Administration::Ready, 1);
    bench.checker->follow();
    QCOMPARE(bench.upstream.sent.size(), std::size_t(1));
    QCOMPARE(bench.upstream.sent[0].origin.port(), 9001);
}

void TestActiveChecker::setSettings_up_staysUpAndIsCheckedInTime()
{
    Bench bench;
    bench.upstream.answer(200);
    HealthSettings settings = quiet();
    settings.interval = 1ms;
    settings.path = "/outro";
    settings.thresholds.failures = 1;
    bench.checker->setSettings(settings);
    QVERIFY(bench.health().up);
    QTRY_COMPARE(bench.upstream.sent.size(), std::size_t(1)); // not after the ten minutes that it was to wait
    QCOMPARE(bench.upstream.sent[0].request.target, QByteArray("/outro"));
    bench.upstream.answer(500);
    QVERIFY(!bench.health().up);
}

void TestActiveChecker::destroyed_checkUnderWay_isCancelled()
{
    Bench bench;
    QCOMPARE(bench.upstream.open, 1);
    bench.checker.reset();
    QCOMPARE(bench.upstream.open, 0);
}

QTEST_GUILESS_MAIN(TestActiveChecker)
#include "tst_activechecker.moc"
