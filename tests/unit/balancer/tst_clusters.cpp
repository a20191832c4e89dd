// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/clusters.h"

#include "unit/balancer/clustersbench.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using test::ClustersBench;
using test::clusterSettings;

class TestClusters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forPath_prefixes_theLongestAtASlashWins_data();
    void forPath_prefixes_theLongestAtASlashWins();
    void find_idsOfSeveralClusters_areToldApart();
    void add_aServerThatIsThere_isRefusedByAnyName();
    void remove_aServer_leavesTheOthersAndIsTold();
    void administer_whatChangesNothing_isNoChange();
    void administer_stateAndWeight_areToldOnce();
    void known_inMaintenance_needsNoCheck();
};

void TestClusters::forPath_prefixes_theLongestAtASlashWins_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("cluster");
    QTest::newRow("none") << QByteArray("/itens") << QByteArray("padrao");
    QTest::newRow("root") << QByteArray("/") << QByteArray("padrao");
    QTest::newRow("itself") << QByteArray("/a") << QByteArray("curto");
    QTest::newRow("below") << QByteArray("/a/x") << QByteArray("curto");
    QTest::newRow("not at a slash") << QByteArray("/ab") << QByteArray("padrao");
    QTest::newRow("the longer one") << QByteArray("/a/b") << QByteArray("longo");
    QTest::newRow("below the longer one") << QByteArray("/a/b/c") << QByteArray("longo");
    QTest::newRow("not the longer one") << QByteArray("/a/bc") << QByteArray("curto");
    QTest::newRow("another case") << QByteArray("/A") << QByteArray("padrao");
}

void TestClusters::forPath_prefixes_theLongestAtASlashWins()
{
    QFETCH(QByteArray, path);
    ClustersBench bench({clusterSettings("curto", "/a", {1}), clusterSettings("padrao", {}, {2}),
                         clusterSettings("longo", "/a/b", {3})});
    QTEST(bench.clusters.forPath(path).cluster().name(), "cluster");
}

void TestClusters::find_idsOfSeveralClusters_areToldApart()
{
    ClustersBench bench({clusterSettings("padrao", {}, {8002}), clusterSettings("b", "/b", {8002})});
    QCOMPARE(bench.clusters.find("localhost:8002").cluster, bench.clusters.named("padrao"));
    QCOMPARE(bench.clusters.find("b~localhost:8002").cluster, bench.clusters.named("b"));
    QVERIFY(!bench.clusters.find("b~localhost:8003").endpoint);
    QVERIFY(!bench.clusters.named("c"));
}

void TestClusters::add_aServerThatIsThere_isRefusedByAnyName()
{
    ClustersBench bench({clusterSettings("padrao", {}, {8002})});
    RunningCluster &cluster = *bench.clusters.named("padrao");
    QVERIFY(!cluster.add(endpointConfigFor(QUrl(QStringLiteral("http://127.0.0.1:8002")))));
    QVERIFY(cluster.add(endpointConfigFor(QUrl(QStringLiteral("http://127.0.0.1:8003")))));
    QCOMPARE(cluster.cluster().current()->endpoints.size(), std::size_t(2));
    QCOMPARE(bench.events.size(), std::size_t(1));
    QCOMPARE(bench.events[0].kind, ClusterEvent::Kind::Added);
    QCOMPARE(bench.events[0].backend, QByteArray("127.0.0.1:8003"));
}

void TestClusters::remove_aServer_leavesTheOthersAndIsTold()
{
    ClustersBench bench({clusterSettings("padrao", {}, {8002, 8003})});
    RunningCluster &cluster = *bench.clusters.named("padrao");
    const EndpointPtr endpoint = bench.clusters.find("localhost:8002").endpoint;
    cluster.remove(endpoint);
    QVERIFY(!bench.clusters.find("localhost:8002").endpoint);
    QVERIFY(bench.clusters.find("localhost:8003").endpoint);
    QCOMPARE(bench.events.size(), std::size_t(1));
    QCOMPARE(bench.events[0].kind, ClusterEvent::Kind::Removed);
    QVERIFY2(cluster.add(endpoint->config()), "it may come back");
}

void TestClusters::administer_whatChangesNothing_isNoChange()
{
    ClustersBench bench({clusterSettings("padrao", {}, {8002})});
    const auto [cluster, endpoint] = bench.clusters.find("localhost:8002");
    cluster->administer(*endpoint, Administration::Ready, 1);
    QCOMPARE(endpoint->version(), 1);
    QVERIFY(bench.events.empty());
}

void TestClusters::administer_stateAndWeight_areToldOnce()
{
    ClustersBench bench({clusterSettings("padrao", {}, {8002})});
    const auto [cluster, endpoint] = bench.clusters.find("localhost:8002");
    cluster->administer(*endpoint, Administration::Drain, 7);
    QCOMPARE(endpoint->version(), 2);
    QCOMPARE(endpoint->weight(), 7);
    QCOMPARE(endpoint->state(), EndpointState::Drain);
    QCOMPARE(bench.events.size(), std::size_t(2));
    QCOMPARE(bench.events[0].kind, ClusterEvent::Kind::State);
    QCOMPARE(bench.events[0].to, QByteArray("drain"));
    QCOMPARE(bench.events[1].kind, ClusterEvent::Kind::Weight);
    QCOMPARE(bench.events[1].from, QByteArray("1"));
    QCOMPARE(bench.events[1].to, QByteArray("7"));
}

void TestClusters::known_inMaintenance_needsNoCheck()
{
    ClustersBench bench({clusterSettings("padrao", {}, {1, 2})});
    const auto [cluster, first] = bench.clusters.find("localhost:1");
    const EndpointPtr second = bench.clusters.find("localhost:2").endpoint;
    cluster->administer(*first, Administration::Maint, 1);
    QVERIFY(!bench.clusters.known());
    second->setHealth({.up = false, .reason = "status_503", .lastCheck = bench.clock.wallNow()});
    QVERIFY(!bench.clusters.known()); // one may have requests, and is not up
    cluster->administer(*second, Administration::Drain, 1);
    QVERIFY(bench.clusters.known());
    second->setHealth({.up = true, .reason = {}, .lastCheck = bench.clock.wallNow()});
    cluster->administer(*second, Administration::Ready, 1);
    QVERIFY(bench.clusters.known());
}

QTEST_GUILESS_MAIN(TestClusters)
#include "tst_clusters.moc"
