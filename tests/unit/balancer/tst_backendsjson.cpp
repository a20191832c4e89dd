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
};

void TestBackendsJson::json_noEndpoints_isAnEmptyList()
{
    QCOMPARE(backendsJson({}, {}), QByteArray(R"({"backends":[]})"));
}

void TestBackendsJson::json_freshEndpoint_isDownWithAReason()
{
    const Cluster cluster("padrao", {support::makeEndpoint(8002)});
    QCOMPARE(
        backendsJson(*cluster.current(), {}),
        QByteArray(R"({"backends":[{"id":"localhost:8002","url":"http://localhost:8002","state":"down",)"
                   R"("weight":1,"in_flight":0,"requests_total":0,)"
                   R"("responses":{"2xx":0,"3xx":0,"4xx":0,"5xx":0},"failures_total":0,"retries_total":0,)"
                   R"("latency_ms":{"p50":null,"p95":null,"p99":null},)"
                   R"("last_check":null,"reason":"sem_verificacao"}]})"));
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
    endpoint->attemptStarted(PickReason::Policy);
    const Cluster cluster("padrao", {endpoint});
    QCOMPARE(
        backendsJson(*cluster.current(), clock.now()),
        QByteArray(R"({"backends":[{"id":"localhost:8003","url":"http://localhost:8003","state":"up",)"
                   R"("weight":1,"in_flight":1,"requests_total":3,)"
                   R"("responses":{"2xx":1,"3xx":0,"4xx":0,"5xx":0},"failures_total":1,"retries_total":1,)"
                   R"("latency_ms":{"p50":0.5035,"p95":0.5035,"p99":0.5035},)"
                   R"("last_check":"2001-09-09T01:46:40.250Z","reason":null}]})"));
}

QTEST_GUILESS_MAIN(TestBackendsJson)
#include "tst_backendsjson.moc"
