// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/daemonmetrics.h"
#include "runtime/metricsserver.h"
#include "runtime/requestmetrics.h"

#include <QtTest/QTest>

#include <prometheus/registry.h>

using namespace guarita;
using namespace guarita::runtime;
using namespace std::chrono_literals;

class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requests_sameSeries_addUp();
    void requests_otherLabels_areOtherSeries();
    void requests_sameRouteElsewhere_isTheSameSeries();
    void requests_strangeMethod_isBounded();
    void routes_announced_areListed();
    void durations_buckets_areCumulative();
    void daemon_noListener_leavesItOut();
    void daemon_listener_showsItsFigures();
    void requestMetrics_cost();
};

namespace {

http::ExchangeSummary anExchange(const char *route, const char *method, int status,
                                 std::chrono::nanoseconds duration = 1ms)
{
    http::ExchangeSummary summary{};
    summary.route = route;
    summary.method = method;
    summary.status = status;
    summary.duration = duration;
    return summary;
}

DaemonMetrics daemonMetrics(std::optional<net::ListenerStats> stats)
{
    return DaemonMetrics(
        {"gateway", core::WallTime(1'000'000'000s), [stats] { return stats; }, [] { return qint64(7); }});
}

} // namespace

void TestMetrics::requests_sameSeries_addUp()
{
    prometheus::Registry registry;
    RequestMetrics metrics(registry);
    for (int i = 0; i < 3; ++i)
        metrics.record(anExchange("/itens/{id}", "GET", 200));
    const QByteArray text = metricsText({&registry});
    QVERIFY2(text.contains(R"(guarita_http_requests_total{method="GET",route="/itens/{id}",status="200"} 3)"),
             text.constData());
    QVERIFY(text.contains("# TYPE guarita_http_requests_total counter"));
    QVERIFY(text.contains(R"(guarita_http_request_duration_seconds_count{route="/itens/{id}"} 3)"));
}

void TestMetrics::requests_otherLabels_areOtherSeries()
{
    prometheus::Registry registry;
    RequestMetrics metrics(registry);
    metrics.record(anExchange("/itens", "GET", 200));
    metrics.record(anExchange("/itens", "POST", 201));
    metrics.record(anExchange("/itens", "POST", 422));
    metrics.record(anExchange("-", "-", 400));
    const QByteArray text = metricsText({&registry});
    QCOMPARE(text.count("guarita_http_requests_total{"), 4);
    QVERIFY(text.contains(R"({method="-",route="-",status="400"} 1)"));
    QVERIFY(text.contains(R"(guarita_http_request_duration_seconds_count{route="/itens"} 3)"));
}

void TestMetrics::requests_sameRouteElsewhere_isTheSameSeries()
{
    prometheus::Registry registry;
    RequestMetrics metrics(registry);
    const QByteArray copy("/itens");
    metrics.record(anExchange("/itens", "GET", 200));
    metrics.record(anExchange(copy.constData(), "GET", 200));
    QVERIFY(metricsText({&registry}).contains(R"({method="GET",route="/itens",status="200"} 2)"));
}

void TestMetrics::requests_strangeMethod_isBounded()
{
    prometheus::Registry registry;
    RequestMetrics metrics(registry);
    metrics.record(anExchange("-", "BREW", 501));
    metrics.record(anExchange("-", "GETX", 501));
    QVERIFY(metricsText({&registry}).contains(R"({method="-",route="-",status="501"} 2)"));
}

void TestMetrics::routes_announced_areListed()
{
    prometheus::Registry registry;
    RequestMetrics metrics(registry);
    metrics.serves(net::Method::Get, "/itens");
    metrics.serves(net::Method::Post, "/itens");
    const QByteArray text = metricsText({&registry});
    QVERIFY2(text.contains(R"(guarita_http_routes{method="GET",route="/itens"} 1)"), text.constData());
    QVERIFY(text.contains(R"(guarita_http_routes{method="POST",route="/itens"} 1)"));
}

void TestMetrics::durations_buckets_areCumulative()
{
    prometheus::Registry registry;
    RequestMetrics metrics(registry);
    for (const auto duration : {400us, 2'000us, 2'000us, 20'000'000us})
        metrics.record(anExchange("/a", "GET", 200, duration));
    const QByteArray text = metricsText({&registry});
    const QByteArray bucket = R"(guarita_http_request_duration_seconds_bucket{route="/a",le=")";
    QVERIFY2(text.contains(bucket + "0.0005\"} 1"), text.constData());
    QVERIFY(text.contains(bucket + "0.001\"} 1"));
    QVERIFY(text.contains(bucket + "0.0025\"} 3"));
    QVERIFY(text.contains(bucket + "15\"} 3"));
    QVERIFY(text.contains(bucket + "+Inf\"} 4"));
}

void TestMetrics::daemon_noListener_leavesItOut()
{
    const DaemonMetrics metrics = daemonMetrics(std::nullopt);
    const QByteArray text = metricsText({&metrics});
    QVERIFY(!text.contains("guarita_connections_open"));
    QVERIFY2(text.contains("process_start_time_seconds 1000000000\n"), text.constData());
    QVERIFY(text.contains("guarita_log_lines_dropped_total 7\n"));
    QVERIFY(text.contains("guarita_build_info{qt=\"" + QByteArray(qVersion()) +
                          "\",role=\"gateway\",version=\""));
    QVERIFY(!text.contains("process_resident_memory_bytes 0\n"));
    QVERIFY(!text.contains("process_open_fds 0\n"));
}

void TestMetrics::daemon_listener_showsItsFigures()
{
    net::ListenerStats stats;
    stats.accepted = 9;
    stats.refusedPerAddress = 8;
    stats.rejectedMessages = 6;
    stats.timedOut = 5;
    stats.acceptFailures = 4;
    stats.open = 3;
    stats.inFlight = 2;
    stats.bufferedBytes = 1;
    const DaemonMetrics metrics = daemonMetrics(stats);
    const QByteArray text = metricsText({&metrics});
    for (const char *line :
         {"guarita_connections_accepted_total 9\n", "guarita_connections_refused_total 8\n",
          "guarita_messages_rejected_total 6\n", "guarita_connections_timed_out_total 5\n",
          "guarita_accept_failures_total 4\n", "guarita_connections_open 3\n",
          "guarita_requests_in_flight 2\n", "guarita_buffered_bytes 1\n"})
        QVERIFY2(text.contains(line), line);
}

void TestMetrics::requestMetrics_cost()
{
    prometheus::Registry registry;
    RequestMetrics metrics(registry);
    const http::ExchangeSummary summary = anExchange("/itens/{id}", "GET", 200);
    QBENCHMARK
    {
        metrics.record(summary);
    }
}

QTEST_APPLESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
