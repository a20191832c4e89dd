// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/clusters.h"

#include "support/fakeowner.h"
#include "support/fakeupstream.h"
#include "unit/balancer/clustersbench.h"
#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using test::ClustersBench;
using test::clusterSettings;

/// Other settings for clusters that are at work.
class TestClustersReload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void apply_theSame_keepsAllThatIsKnown();
    void apply_otherServers_comeAndGo();
    void apply_whatOperatorsAdded_stays();
    void apply_whatOperatorsRemoved_staysAway();
    void apply_whatOperatorsAddedAndThenIsConfigured_goesWithTheConfiguration();
    void apply_weights_countIfTheyChangedInTheConfiguration();
    void apply_otherClusters_comeAndGoAndMove();
    void apply_connectionsThatAreUsedOnce_countFromTheNextRequestOn();
};

namespace {

QByteArrayList idsOf(const Cluster &cluster)
{
    QByteArrayList ids;
    for (const EndpointPtr &endpoint : cluster.current()->endpoints)
        ids += endpoint->config().id;
    return ids;
}

QByteArrayList told(const ClustersBench &bench, ClusterEvent::Kind kind)
{
    QByteArrayList backends;
    for (const ClusterEvent &event : bench.events) {
        if (event.kind == kind)
            backends += event.backend;
    }
    return backends;
}

EndpointConfig serverAt(int port)
{
    return endpointConfigFor(QUrl(QStringLiteral("http://localhost:%1").arg(port)));
}

/// One request after the other. No server is up, so they are tried at all.
void ask(RunningCluster &cluster, std::size_t times)
{
    support::FakeOwner owner;
    for (std::size_t asked = 1; asked <= times; ++asked) {
        http::Request request;
        request.method = http::Method::Get;
        request.target = QByteArrayLiteral("/x");
        request.path = request.target;
        cluster.proxy().forward(std::move(request), owner.handle());
        QTRY_COMPARE(owner.answers.size(), asked);
        QCOMPARE(owner.answers.back().status, 200);
    }
}

} // namespace

void TestClustersReload::apply_theSame_keepsAllThatIsKnown()
{
    const std::vector settings{clusterSettings("padrao", {}, {1, 2})};
    ClustersBench bench(settings);
    const auto [cluster, endpoint] = bench.clusters.find("localhost:2");
    support::setUp(*endpoint, true);
    endpoint->attemptStarted(PickReason::Policy);
    cluster->administer(*endpoint, Administration::Drain, 7);
    bench.events.clear();

    bench.clusters.apply(settings);
    QCOMPARE(bench.clusters.find("localhost:2").endpoint, endpoint);
    QCOMPARE(bench.clusters.find("localhost:2").cluster, cluster);
    QCOMPARE(endpoint->state(), EndpointState::Drain);
    QCOMPARE(endpoint->weight(), 7);
    QCOMPARE(endpoint->version(), 2);
    QCOMPARE(endpoint->inFlight(), 1);
    QCOMPARE(bench.events.size(), std::size_t(1));
    QCOMPARE(bench.events[0].kind, ClusterEvent::Kind::Reload);
}

void TestClustersReload::apply_otherServers_comeAndGo()
{
    ClustersBench bench({clusterSettings("padrao", {}, {1, 2})});
    const EndpointPtr stays = bench.clusters.find("localhost:2").endpoint;
    bench.clusters.apply({clusterSettings("padrao", {}, {2, 3})});
    const Cluster &cluster = bench.clusters.named("padrao")->cluster();
    QCOMPARE(idsOf(cluster), (QByteArrayList{"localhost:2", "localhost:3"}));
    QCOMPARE(cluster.endpoint("localhost:2"), stays);
    QCOMPARE(told(bench, ClusterEvent::Kind::Removed), QByteArrayList{"localhost:1"});
    QCOMPARE(told(bench, ClusterEvent::Kind::Added), QByteArrayList{"localhost:3"});
}

void TestClustersReload::apply_whatOperatorsAdded_stays()
{
    ClustersBench bench({clusterSettings("padrao", {}, {1})});
    RunningCluster &cluster = *bench.clusters.named("padrao");
    cluster.add(serverAt(9));
    bench.clusters.apply({clusterSettings("padrao", {}, {2})});
    QCOMPARE(idsOf(cluster.cluster()), (QByteArrayList{"localhost:9", "localhost:2"}));
}

void TestClustersReload::apply_whatOperatorsRemoved_staysAway()
{
    const std::vector settings{clusterSettings("padrao", {}, {1, 2})};
    ClustersBench bench(settings);
    RunningCluster &cluster = *bench.clusters.named("padrao");
    cluster.remove(bench.clusters.find("localhost:1").endpoint);
    bench.clusters.apply(settings);
    QCOMPARE(idsOf(cluster.cluster()), QByteArrayList{"localhost:2"});
    bench.clusters.apply({clusterSettings("padrao", {}, {2})});
    bench.clusters.apply(settings); // named anew
    QCOMPARE(idsOf(cluster.cluster()), (QByteArrayList{"localhost:2", "localhost:1"}));
}

void TestClustersReload::apply_whatOperatorsAddedAndThenIsConfigured_goesWithTheConfiguration()
{
    ClustersBench bench({clusterSettings("padrao", {}, {1})});
    RunningCluster &cluster = *bench.clusters.named("padrao");
    const EndpointPtr added = cluster.add(serverAt(9));
    bench.clusters.apply({clusterSettings("padrao", {}, {1, 9})});
    QCOMPARE(cluster.cluster().endpoint("localhost:9"), added);
    QCOMPARE(idsOf(cluster.cluster()), (QByteArrayList{"localhost:1", "localhost:9"}));
    bench.clusters.apply({clusterSettings("padrao", {}, {1})});
    QCOMPARE(idsOf(cluster.cluster()), QByteArrayList{"localhost:1"});
}

void TestClustersReload::apply_weights_countIfTheyChangedInTheConfiguration()
{
    std::vector settings{clusterSettings("padrao", {}, {1})};
    ClustersBench bench(settings);
    const auto [cluster, endpoint] = bench.clusters.find("localhost:1");
    support::setUp(*endpoint, true);
    cluster->administer(*endpoint, Administration::Ready, 7);
    bench.clusters.apply(settings);
    QCOMPARE(endpoint->weight(), 7);
    bench.events.clear();
    settings[0].endpoints[0].weight = 3;
    bench.clusters.apply(settings);
    QCOMPARE(endpoint->weight(), 3);
    QCOMPARE(cluster->cluster().current()->candidates.at(0).weight, 3.0);
    QCOMPARE(told(bench, ClusterEvent::Kind::Weight), QByteArrayList{"localhost:1"});
}

void TestClustersReload::apply_otherClusters_comeAndGoAndMove()
{
    ClustersBench bench({clusterSettings("padrao", {}, {1}), clusterSettings("a", "/a", {2}),
                         clusterSettings("b", "/b", {3})});
    RunningCluster *b = bench.clusters.named("b");
    const EndpointPtr gone = bench.clusters.find("a~localhost:2").endpoint;
    bench.clusters.apply({clusterSettings("padrao", {}, {1}), clusterSettings("c", "/a", {4}),
                          clusterSettings("b", "/b/c", {3})});
    QVERIFY(!bench.clusters.named("a"));
    QVERIFY(!bench.clusters.find("a~localhost:2").endpoint);
    QCOMPARE(&bench.clusters.forPath("/a/x"), bench.clusters.named("c"));
    QCOMPARE(&bench.clusters.forPath("/b/c"), b);
    QCOMPARE(&bench.clusters.forPath("/b"), bench.clusters.named("padrao"));
    QCOMPARE(bench.clusters.status().size(), std::size_t(3));
}

void TestClustersReload::apply_connectionsThatAreUsedOnce_countFromTheNextRequestOn()
{
    support::FakeUpstream server;
    std::vector settings{clusterSettings("padrao", {}, {server.port()}),
                         clusterSettings("b", "/b", {server.port()})};
    ClustersBench bench(settings);
    RunningCluster &cluster = *bench.clusters.named("padrao");
    ask(cluster, 3);
    QCOMPARE(server.connections(), 1);
    QCOMPARE(server.seen().last().field("connection"), QByteArray());

    settings[0].reuseConnections = false;
    bench.clusters.apply(settings);
    ask(cluster, 3);
    QCOMPARE(server.connections(), 1 + 3);
    QCOMPARE(server.seen().last().field("connection"), QByteArray("close"));
    QTRY_COMPARE(server.open(), 1);
    ask(*bench.clusters.named("b"), 3); // on the one that was there
    QCOMPARE(server.connections(), 1 + 3);

    settings[0].reuseConnections = true;
    bench.clusters.apply(settings);
    ask(cluster, 3);
    QCOMPARE(server.connections(), 1 + 3);
}

QTEST_GUILESS_MAIN(TestClustersReload)
#include "tst_clustersreload.moc"
