// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/cluster.h"

#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;

class TestCluster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endpointConfig_url_idAndOrigin_data();
    void endpointConfig_url_idAndOrigin();
    void available_atStart_isEmpty();
    void available_afterHealthChange_followsOnRefresh();
    void snapshot_keptAcrossARefresh_doesNotChange();
    void events_ofStatesAndPanic_areToldOnce();
    void panic_nobodyIsUp_allThatTheOperatorLets();
    void panic_belowAShare_allThatTheOperatorLets();
    void counters_attempts_addUp();
};

namespace {

EndpointList available(const Cluster &cluster)
{
    EndpointList endpoints;
    for (const Candidate &candidate : cluster.current()->candidates)
        endpoints.push_back(candidate.endpoint);
    return endpoints;
}

} // namespace

void TestCluster::endpointConfig_url_idAndOrigin_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QString>("origin");

    QTest::newRow("localhost") << QStringLiteral("http://localhost:8002") << QByteArray("localhost:8002")
                               << QStringLiteral("http://127.0.0.1:8002");
    QTest::newRow("address") << QStringLiteral("http://10.0.0.7:80") << QByteArray("10.0.0.7:80")
                             << QStringLiteral("http://10.0.0.7:80");
    QTest::newRow("no port") << QStringLiteral("http://a.example") << QByteArray("a.example:80")
                             << QStringLiteral("http://a.example:80");
    QTest::newRow("https, no port") << QStringLiteral("https://a.example") << QByteArray("a.example:443")
                                    << QStringLiteral("https://a.example:443");
    QTest::newRow("IPv6") << QStringLiteral("http://[::1]:8002") << QByteArray("[::1]:8002")
                          << QStringLiteral("http://[::1]:8002");
}

void TestCluster::endpointConfig_url_idAndOrigin()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, id);
    QFETCH(QString, origin);
    const EndpointConfig config = endpointConfigFor(QUrl(url));
    QCOMPARE(config.id, id);
    QCOMPARE(config.url, url);
    QCOMPARE(config.origin.toString(), origin);
}

void TestCluster::available_atStart_isEmpty()
{
    const Cluster cluster("padrao", support::makeEndpoints(2));
    QCOMPARE(cluster.current()->endpoints.size(), std::size_t(2));
    QVERIFY(cluster.current()->candidates.empty());
}

void TestCluster::available_afterHealthChange_followsOnRefresh()
{
    const EndpointList endpoints = support::makeEndpoints(3);
    Cluster cluster("padrao", endpoints);
    support::setUp(*endpoints[2], true);
    support::setUp(*endpoints[0], true);
    cluster.refresh();
    QCOMPARE(available(cluster), (EndpointList{endpoints[0], endpoints[2]}));
    support::setUp(*endpoints[0], false);
    cluster.refresh();
    QCOMPARE(available(cluster), EndpointList{endpoints[2]});
    QCOMPARE(cluster.current()->endpoints, endpoints);
}

void TestCluster::snapshot_keptAcrossARefresh_doesNotChange()
{
    const EndpointList endpoints = support::makeEndpoints(1);
    Cluster cluster("padrao", endpoints);
    support::setUp(*endpoints[0], true);
    cluster.refresh();
    const auto kept = cluster.current();
    support::setUp(*endpoints[0], false);
    cluster.refresh();
    QCOMPARE(kept->candidates.size(), std::size_t(1));
    QVERIFY(cluster.current()->candidates.empty());
}

void TestCluster::events_ofStatesAndPanic_areToldOnce()
{
    QByteArrayList told;
    const EndpointList endpoints = support::makeEndpoints(2);
    Cluster cluster("padrao", endpoints, PanicMode::On, [&](const ClusterEvent &event) {
        told.append(event.backend.right(1) + ' ' + event.from + '>' + event.to + ' ' + event.reason);
    });
    support::setUp(*endpoints[0], true);
    cluster.refresh();
    cluster.refresh();
    QCOMPARE(told, QByteArrayList{"2 down>up "});
    told.clear();
    endpoints[0]->administer(Administration::Drain, 1);
    cluster.refresh();
    QCOMPARE(told, (QByteArrayList{"2 up>drain operador", " false>true "}));
    told.clear();
    support::setUp(*endpoints[1], true);
    cluster.refresh();
    QCOMPARE(told, (QByteArrayList{"3 down>up ", " true>false "}));
}

void TestCluster::panic_nobodyIsUp_allThatTheOperatorLets()
{
    const EndpointList endpoints = support::makeEndpoints(3);
    Cluster cluster("padrao", endpoints, PanicMode::On);
    QVERIFY(cluster.current()->panic);
    QCOMPARE(available(cluster), endpoints);
    endpoints[1]->administer(Administration::Maint, 1);
    cluster.refresh();
    QCOMPARE(available(cluster), (EndpointList{endpoints[0], endpoints[2]}));
    for (const EndpointPtr &endpoint : endpoints)
        endpoint->administer(Administration::Drain, 1);
    cluster.refresh();
    QVERIFY(!cluster.current()->panic);
    QVERIFY(cluster.current()->candidates.empty());
}

void TestCluster::panic_belowAShare_allThatTheOperatorLets()
{
    const EndpointList endpoints = support::makeEndpoints(5);
    Cluster cluster("padrao", endpoints, PanicMode::On);
    endpoints[4]->administer(Administration::Drain, 1); // does not count either way
    support::setUp(*endpoints[0], true);
    cluster.refresh();
    QCOMPARE(available(cluster), EndpointList{endpoints[0]});
    cluster.setPanicMode(PanicMode::On, 50);
    QVERIFY(cluster.current()->panic);
    QCOMPARE(available(cluster).size(), std::size_t(4));
    support::setUp(*endpoints[1], true);
    cluster.refresh();
    QVERIFY(!cluster.current()->panic);
    QCOMPARE(available(cluster), (EndpointList{endpoints[0], endpoints[1]}));
    cluster.setPanicMode(PanicMode::Off, 100);
    QVERIFY(!cluster.current()->panic);
}

void TestCluster::counters_attempts_addUp()
{
    const EndpointPtr endpoint = support::makeEndpoint(8002);
    const core::Instant now{};
    for (const int status : {200, 204, 304, 404, 503}) {
        endpoint->attemptStarted(PickReason::Policy);
        endpoint->attemptAnswered(status, std::chrono::milliseconds(1), now);
    }
    endpoint->attemptStarted(PickReason::Retry);
    endpoint->attemptFailed(AttemptOutcome::Connect);
    endpoint->attemptStarted(PickReason::Policy);
    endpoint->attemptCancelled();
    endpoint->attemptStarted(PickReason::Policy);

    const EndpointCounters &counters = endpoint->counters();
    QCOMPARE(counters.requests, 8);
    QCOMPARE(counters.retries, 1);
    QCOMPARE(counters.failures, 1);
    QCOMPARE(counters.inFlight, 1);
    QCOMPARE(counters.outcomes, (std::array<qint64, 8>{5, 0, 1, 0, 0, 0, 0, 1}));
    QCOMPARE(counters.picks, (std::array<qint64, 5>{7, 1, 0, 0, 0}));
    QCOMPARE(counters.responses, (std::array<qint64, 4>{2, 1, 1, 1}));
}

QTEST_GUILESS_MAIN(TestCluster)
#include "tst_cluster.moc"
