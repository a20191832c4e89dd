// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/clustermetrics.h"

#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;

namespace {

struct MetricsBench
{
    void end(int status, const QByteArray &reason = {}, const QByteArray &cluster = "padrao")
    {
        const QByteArray id = "pedido";
        const QByteArray path = "/itens";
        metrics.ended({.requestId = id,
                       .traceId = {},
                       .method = net::Method::Get,
                       .path = path,
                       .cluster = cluster,
                       .policy = "round_robin",
                       .status = status,
                       .reason = reason,
                       .began = {},
                       .duration = {},
                       .queued = {},
                       .attempts = {}});
    }
    void look(std::initializer_list<const char *> names, bool panic = false)
    {
        const auto snapshot = std::make_shared<ClusterSnapshot>();
        snapshot->panic = panic;
        std::vector<ClusterStatus> clusters;
        for (const char *name : names)
            clusters.push_back({.name = name,
                                .policy = "round_robin",
                                .queued = 3,
                                .retriesUsed = 4,
                                .retriesAllowed = 50,
                                .snapshot = snapshot});
        metrics.look(clusters);
    }
    bool has(const QByteArray &sample) const
    {
        const std::string text = prometheus::TextSerializer().Serialize(registry.Collect());
        return QByteArray::fromStdString("\n" + text).contains("\n" + sample + "\n");
    }

    prometheus::Registry registry;
    ClusterMetrics metrics{registry};
};

} // namespace

class TestClusterMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ended_outcomes_data();
    void ended_outcomes();
    void ended_refusals_areCountedByReason();
    void look_gauges_areThoseOfTheMoment();
    void look_clusterThatIsGone_hasNoSeriesAnyMore();
};

void TestClusterMetrics::ended_outcomes_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("good") << 201 << QByteArray() << QByteArray("2xx");
    QTest::newRow("not modified") << 304 << QByteArray() << QByteArray("3xx");
    QTest::newRow("not found") << 404 << QByteArray() << QByteArray("4xx");
    QTest::newRow("late") << 504 << QByteArray("upstream_timeout") << QByteArray("5xx");
    QTest::newRow("left") << 499 << QByteArray("cliente_saiu") << QByteArray("client_left");
    QTest::newRow("broken") << 200 << QByteArray("upstream_truncated") << QByteArray("broken");
    QTest::newRow("no status of HTTP") << 999 << QByteArray() << QByteArray("5xx");
}

void TestClusterMetrics::ended_outcomes()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, reason);
    QFETCH(const QByteArray, outcome);
    MetricsBench bench;
    bench.end(status, reason);
    for (const QByteArray name : {"2xx", "3xx", "4xx", "5xx", "client_left", "broken"})
        QVERIFY2(bench.has("guarita_cluster_requests_total{cluster=\"padrao\",outcome=\"" + name + "\"} " +
                           (name == outcome ? "1" : "0")),
                 name);
}

void TestClusterMetrics::ended_refusals_areCountedByReason()
{
    MetricsBench bench;
    bench.end(503, "fila_cheia");
    bench.end(503, "fila_cheia");
    bench.end(503, "sem_servidor");
    bench.end(503, "upstream_saturated");
    const QByteArray sample = "guarita_cluster_refused_total{cluster=\"padrao\",reason=";
    QVERIFY(bench.has(sample + "\"fila_cheia\"} 2"));
    QVERIFY(bench.has(sample + "\"fila_expirou\"} 0"));
    QVERIFY(bench.has(sample + "\"sem_servidor\"} 1"));
}

void TestClusterMetrics::look_gauges_areThoseOfTheMoment()
{
    MetricsBench bench;
    bench.look({"padrao"}, true);
    QVERIFY(bench.has("guarita_cluster_queue_length{cluster=\"padrao\"} 3"));
    QVERIFY(bench.has("guarita_cluster_retry_budget_used{cluster=\"padrao\"} 4"));
    QVERIFY(bench.has("guarita_cluster_retry_budget_allowed{cluster=\"padrao\"} 50"));
    QVERIFY(bench.has("guarita_cluster_panic{cluster=\"padrao\"} 1"));
    bench.look({"padrao"});
    QVERIFY(bench.has("guarita_cluster_panic{cluster=\"padrao\"} 0"));
}

void TestClusterMetrics::look_clusterThatIsGone_hasNoSeriesAnyMore()
{
    MetricsBench bench;
    bench.look({"padrao", "b"});
    bench.end(200, {}, "b");
    QVERIFY(bench.has("guarita_cluster_requests_total{cluster=\"b\",outcome=\"2xx\"} 1"));
    bench.look({"padrao"});
    const std::string text = prometheus::TextSerializer().Serialize(bench.registry.Collect());
    QVERIFY(!QByteArray::fromStdString(text).contains("cluster=\"b\""));
    QVERIFY(bench.has("guarita_cluster_queue_length{cluster=\"padrao\"} 3"));
}

QTEST_APPLESS_MAIN(TestClusterMetrics)
#include "tst_clustermetrics.moc"
