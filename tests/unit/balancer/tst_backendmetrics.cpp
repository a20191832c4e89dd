// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/cluster.h"

#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

class TestBackendMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void attempts_ofEveryKind_areCounted();
    void state_changes_oneGaugeIsSet();
    void ejection_isCountedOnce();
    void endpoint_gone_seriesVanish();
    void endpoint_goneWithAnAttemptUnderWay_seriesStayUntilItsEnd();
    void endpoint_backUnderTheSameIdMeanwhile_countsOn();
    void snapshot_keptByAPolicy_keepsNoSeries();
    void leaveAll_endpointsGo_registryIsLeftAlone();
};

namespace {

struct Bench
{
    Bench() { cluster.replace({endpoint}); }

    EndpointPtr make()
    {
        const auto config = endpointConfigFor(QUrl(QStringLiteral("http://localhost:8002")));
        return std::make_shared<Endpoint>(config, families.of(config.id.toStdString()));
    }
    QByteArray page() const
    {
        return QByteArray::fromStdString(prometheus::TextSerializer().Serialize(registry.Collect()));
    }
    /// The samples of the page whose value is not 0, without their common beginning.
    QByteArrayList samples(const QByteArray &metric) const
    {
        QByteArrayList found;
        const QByteArray begin = "guarita_backend_" + metric + "{backend=\"localhost:8002\"";
        for (const QByteArray &line : page().split('\n')) {
            if (line.startsWith(begin) && !line.endsWith(" 0"))
                found.append(line.mid(begin.size()));
        }
        std::sort(found.begin(), found.end());
        return found;
    }

    prometheus::Registry registry;
    BackendFamilies families{registry};
    EndpointPtr endpoint = make();
    Cluster cluster{"padrao", {}};
};

} // namespace

void TestBackendMetrics::attempts_ofEveryKind_areCounted()
{
    Bench bench;
    for (const PickReason reason : {PickReason::Policy, PickReason::Policy, PickReason::Retry,
                                    PickReason::Hedge, PickReason::Sticky, PickReason::Panic})
        bench.endpoint->attemptStarted(reason);
    bench.endpoint->attemptAnswered(204, 3ms, {});
    bench.endpoint->attemptFailed(AttemptOutcome::Timeout);
    bench.endpoint->attemptFailed(AttemptOutcome::Connect);
    bench.endpoint->attemptCancelled();
    bench.endpoint->attemptStreams(503, 11s, {}); // and goes on

    QCOMPARE(bench.samples("requests_total"), QByteArrayList{"} 6"});
    QCOMPARE(bench.samples("retries_total"), QByteArrayList{"} 1"});
    QCOMPARE(bench.samples("failures_total"), QByteArrayList{"} 2"});
    QCOMPARE(bench.samples("in_flight"), QByteArrayList{"} 2"});
    QCOMPARE(bench.samples("responses_total"), (QByteArrayList{R"(,class="2xx"} 1)", R"(,class="5xx"} 1)"}));
    QCOMPARE(bench.samples("attempts_total"),
             (QByteArrayList{R"(,outcome="answered"} 1)", R"(,outcome="cancelled"} 1)",
                             R"(,outcome="connect"} 1)", R"(,outcome="timeout"} 1)"}));
    QCOMPARE(bench.samples("picks_total"),
             (QByteArrayList{R"(,reason="hedge"} 1)", R"(,reason="panic"} 1)", R"(,reason="policy"} 2)",
                             R"(,reason="retry"} 1)", R"(,reason="sticky"} 1)"}));
    QCOMPARE(bench.samples("latency_seconds_count"), QByteArrayList{"} 2"});
    const QByteArrayList buckets = bench.samples("latency_seconds_bucket");
    QVERIFY(buckets.contains(R"(,le="0.005"} 1)"));
    QVERIFY(buckets.contains(R"(,le="10"} 1)"));
    QVERIFY(buckets.contains(R"(,le="+Inf"} 2)"));
}

void TestBackendMetrics::state_changes_oneGaugeIsSet()
{
    Bench bench;
    QCOMPARE(bench.samples("state"), QByteArrayList{R"(,state="down"} 1)"});
    support::setUp(*bench.endpoint, true);
    bench.cluster.refresh();
    QCOMPARE(bench.samples("state"), QByteArrayList{R"(,state="up"} 1)"});
    QCOMPARE(bench.samples("up"), QByteArrayList{"} 1"});
    bench.endpoint->administer(Administration::Maint, 1);
    bench.cluster.refresh();
    QCOMPARE(bench.samples("state"), QByteArrayList{R"(,state="maint"} 1)"});
}

void TestBackendMetrics::ejection_isCountedOnce()
{
    Bench bench;
    Ejection ejection;
    ejection.ejected = true;
    bench.endpoint->setEjection(ejection);
    bench.endpoint->setEjection(ejection);
    QCOMPARE(bench.samples("ejections_total"), QByteArrayList{"} 1"});
}

void TestBackendMetrics::endpoint_gone_seriesVanish()
{
    Bench bench;
    QVERIFY(bench.page().contains("8002"));
    bench.cluster.replace({});
    QVERIFY2(!bench.page().contains("8002"), bench.page());
    bench.endpoint->attemptStarted(PickReason::Policy); // chosen before
    bench.endpoint->attemptAnswered(200, 1ms, {});
    QVERIFY(!bench.page().contains("8002"));
}

void TestBackendMetrics::endpoint_goneWithAnAttemptUnderWay_seriesStayUntilItsEnd()
{
    Bench bench;
    bench.endpoint->attemptStarted(PickReason::Policy);
    bench.cluster.replace({});
    QCOMPARE(bench.samples("in_flight"), QByteArrayList{"} 1"});
    bench.endpoint->attemptAnswered(200, 1ms, {});
    QVERIFY(!bench.page().contains("8002"));
}

void TestBackendMetrics::endpoint_backUnderTheSameIdMeanwhile_countsOn()
{
    Bench bench;
    bench.endpoint->attemptStarted(PickReason::Policy);
    bench.cluster.replace({});
    const EndpointPtr again = bench.make();
    bench.cluster.replace({again});
    again->attemptStarted(PickReason::Policy);
    QCOMPARE(bench.samples("requests_total"), QByteArrayList{"} 2"});
    bench.endpoint->attemptAnswered(200, 1ms, {});
    QCOMPARE(bench.samples("in_flight"), QByteArrayList{"} 1"});
    QCOMPARE(bench.samples("requests_total"), QByteArrayList{"} 2"});
    again->attemptCancelled();
    bench.cluster.replace({});
    QVERIFY(!bench.page().contains("8002"));
    bench.cluster.replace({bench.make()});
    QCOMPARE(bench.samples("requests_total"), QByteArrayList{});
    QVERIFY(bench.page().contains("8002"));
}

void TestBackendMetrics::snapshot_keptByAPolicy_keepsNoSeries()
{
    Bench bench;
    const auto kept = bench.cluster.current();
    bench.cluster.replace({});
    QVERIFY(!bench.page().contains("8002"));
}

void TestBackendMetrics::leaveAll_endpointsGo_registryIsLeftAlone()
{
    Bench bench;
    bench.families.leaveAll();
    bench.cluster.replace({});
    QVERIFY(bench.page().contains("8002"));
}

QTEST_GUILESS_MAIN(TestBackendMetrics)
#include "tst_backendmetrics.moc"
