// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/admin/backendsjson.h"

#include "support/fakeclock.h"
#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

class TestBackendsJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void json_noEndpoints_isAnEmptyList();
    void json_freshEndpoint_isDownWithAReason();
    void json_busyEndpoint_hasEveryCount();
    void json_ejectedEndpoint_saysUntilWhen();
};

namespace {

std::vector<ClusterStatus> statusOf(const Cluster &cluster)
{
    return {{.name = cluster.name(), .policy = "round_robin", .snapshot = cluster.current()}};
}

const QByteArray head = R"({"clusters":[{"nome":"padrao","politica":"round_robin","panico":false,"fila":0,)"
                        R"("fila_recusados":0,"orcamento_retentativas":{"usadas":0,"permitidas":0}}],)";

} // namespace

void TestBackendsJson::json_noEndpoints_isAnEmptyList()
{
    const Cluster cluster("padrao", {});
    QCOMPARE(backendsJson(statusOf(cluster), {}), head + R"("backends":[]})");
}

void TestBackendsJson::json_freshEndpoint_isDownWithAReason()
{
    const Cluster cluster("padrao", {support::makeEndpoint(8002)});
    QCOMPARE(
        backendsJson(statusOf(cluster), {}),
        head + R"("backends":[{"id":"localhost:8002","cluster":"padrao","url":"http://localhost:8002",)"
               R"("state":"down","weight":1,"effective_weight":1,"in_flight":0,"in_flight_limit":1024,)"
               R"("requests_total":0,"responses":{"2xx":0,"3xx":0,"4xx":0,"5xx":0},"failures_total":0,)"
               R"("retries_total":0,"cancelled_total":0,"outcomes":{"answered":0,"saturated":0,"connect":0,)"
               R"("no_response":0,"truncated":0,"too_large":0,"timeout":0,"cancelled":0},)"
               R"("picks":{"policy":0,"retry":0,"hedge":0,"sticky":0,"panic":0},)"
               R"("latency_ms":{"p50":null,"p90":null,"p95":null,"p99":null},)"
               R"("last_check":null,"reason":"sem_verificacao","ejections":0,"ejected_until":null,)"
               R"("trial":false,"slow_start":null,"addresses":["127.0.0.1"],"version":1}]})");
}

void TestBackendsJson::json_busyEndpoint_hasEveryCount()
{
    support::FakeClock clock;
    const EndpointPtr endpoint = support::makeEndpoint(8003);
    endpoint->setHealth({.up = true, .reason = {}, .lastCheck = clock.wallNow() + 250ms});
    endpoint->attemptStarted(PickReason::Retry);
    endpoint->attemptAnswered(201, 500us, clock.now());
    endpoint->attemptStarted(PickReason::Policy);
    endpoint->attemptFailed(AttemptOutcome::NoResponse);
    endpoint->attemptStarted(PickReason::Sticky);
    endpoint->attemptCancelled();
    endpoint->attemptStarted(PickReason::Policy);
    endpoint->administer(Administration::Ready, 4);
    endpoint->setInFlightLimit(32);
    QCOMPARE(
        backendJson(*endpoint, clock.now()),
        QByteArray(
            R"({"id":"localhost:8003","cluster":"padrao","url":"http://localhost:8003","state":"up",)"
            R"("weight":4,"effective_weight":4,"in_flight":1,"in_flight_limit":32,"requests_total":4,)"
            R"("responses":{"2xx":1,"3xx":0,"4xx":0,"5xx":0},"failures_total":1,"retries_total":1,)"
            R"("cancelled_total":1,"outcomes":{"answered":1,"saturated":0,"connect":0,)"
            R"("no_response":1,"truncated":0,"too_large":0,"timeout":0,"cancelled":1},)"
            R"("picks":{"policy":2,"retry":1,"hedge":0,"sticky":1,"panic":0},)"
            R"("latency_ms":{"p50":0.5035,"p90":0.5035,"p95":0.5035,"p99":0.5035},)"
            R"("last_check":"2001-09-09T01:46:40.250Z","reason":null,"ejections":0,"ejected_until":null,)"
            R"("trial":false,"slow_start":null,"addresses":["127.0.0.1"],"version":2})"));
}

void TestBackendsJson::json_ejectedEndpoint_saysUntilWhen()
{
    support::FakeClock clock;
    const EndpointPtr endpoint = support::makeEndpoint(8003);
    support::setUp(*endpoint, true);
    endpoint->setEjection({.ejected = true, .times = 2, .reason = "erros", .until = clock.wallNow() + 30s});
    endpoint->setRamp(0.25);
    const QByteArray json = backendJson(*endpoint, clock.now());
    QVERIFY(json.contains(R"("state":"ejected","weight":1,"effective_weight":0.25,)"));
    QVERIFY(json.contains(R"("reason":"erros","ejections":1,"ejected_until":"2001-09-09T01:47:10.000Z",)"
                          R"("trial":false,"slow_start":0.25,)"));
}

QTEST_GUILESS_MAIN(TestBackendsJson)
#include "tst_backendsjson.moc"
