// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeupstream.h"
#include "support/stack.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <algorithm>
#include <csignal>

using namespace guarita::support;

namespace {

/// Health checks apart.
SeenRequest lastOf(const FakeUpstream &upstream)
{
    const QList<SeenRequest> &seen = upstream.seen();
    const auto last = std::find_if(seen.rbegin(), seen.rend(),
                                   [](const SeenRequest &request) { return request.target != "/saude"; });
    return last == seen.rend() ? SeenRequest{} : *last;
}

} // namespace

/// The balancer's other clusters, reached by routes of the gateway. All daemons have a TIER_KEY.
class TestClusterRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void route_toACluster_reachesItsServersWithTheIdentity();
    void route_toACluster_isAmongTheCallsToTheBalancer();
    void route_toACluster_itsOwnRefusalPasses();
    void route_toACluster_takesUploadsInChunks();
    void route_openToACluster_hasAnIdentityOfNobody();
    void route_toACluster_neverReachesTheBalancersOwnPaths_data();
    void route_toACluster_neverReachesTheBalancersOwnPaths();
    void route_toTheBalancerWithoutItsPrefix_isRefusedWithItsLine();

private:
    void write(const QString &name, const QByteArray &text);
    void reload(DaemonProcess &daemon);
    QByteArray route(const QByteArray &prefix, const QByteArray &more) const;

    FakeUpstream m_reports{UpstreamScript::ok("reports")};
    FakeUpstream m_pages{UpstreamScript::ok("pages")};
    std::unique_ptr<Stack> m_stack;
};

void TestClusterRoutes::write(const QString &name, const QByteArray &text)
{
    QFile file(m_stack->folder() + u'/' + name);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(text);
}

void TestClusterRoutes::reload(DaemonProcess &daemon)
{
    const std::size_t before = daemon.events(QStringLiteral("reloaded")).size();
    daemon.sendSignal(SIGHUP);
    QTRY_COMPARE(daemon.events(QStringLiteral("reloaded")).size(), before + 1);
}

QByteArray TestClusterRoutes::route(const QByteArray &prefix, const QByteArray &more) const
{
    return R"({"prefix": ")" + prefix + R"(", "upstream": "http://127.0.0.1:)" +
           QByteArray::number(m_stack->balancer().port()) + "\", " + more + '}';
}

void TestClusterRoutes::initTestCase()
{
    StackOptions options;
    options.environment = {{QStringLiteral("ROUTES_FILE"), QStringLiteral("routes.json")},
                           {QStringLiteral("CLUSTERS_FILE"), QStringLiteral("clusters.json")}};
    m_stack = std::make_unique<Stack>(options);
    write(QStringLiteral("routes.json"), R"({"routes": []})");
    write(QStringLiteral("clusters.json"), R"({"clusters": []})");
    QVERIFY(m_stack->start());
    const auto cluster = [](const QByteArray &name, const FakeUpstream &server) {
        return R"({"name": ")" + name + R"(", "prefix": "/)" + name + R"(", "servers": [{"url": ")" +
               server.origin().toString().toLatin1() + R"("}]})";
    };
    write(QStringLiteral("clusters.json"),
          R"({"clusters": [)" + cluster("relatorios", m_reports) + ',' + cluster("site", m_pages) + "]}");
    reload(m_stack->balancer());
    write(QStringLiteral("routes.json"), R"({"routes": [)" + route("/relatorios", R"("roles": ["leitor"])") +
                                             ',' + route("/site", R"("open": true)") + "]}");
    reload(m_stack->gateway());
    QVERIFY(m_stack->waitForServers("up", 4));
}

void TestClusterRoutes::route_toACluster_reachesItsServersWithTheIdentity()
{
    const QByteArray trace = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01";
    const RawResponse response =
        m_stack->ask("GET", "/relatorios/mensal?ano=2026", {}, "Traceparent: " + trace + "\r\n");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.body, QByteArray("reports"));
    const SeenRequest seen = lastOf(m_reports);
    QCOMPARE(seen.target, QByteArray("/relatorios/mensal?ano=2026"));
    QCOMPARE(seen.field("x-guarita-subject"), QByteArray("usuario"));
    QVERIFY(seen.field("x-guarita-identity").startsWith("v1;"));
    QCOMPARE(seen.field("traceparent").mid(3, 32), trace.mid(3, 32));
    QCOMPARE(m_stack->ask("POST", "/relatorios", "{}").status, 200);
    QCOMPARE(lastOf(m_reports).body, QByteArray("{}"));
    QCOMPARE(m_stack->ask("GET", "/itens").status, 200); // the default cluster
}

/// Else the balancer would have got more than the gateway says it sent.
void TestClusterRoutes::route_toACluster_isAmongTheCallsToTheBalancer()
{
    const auto forwarded = [&] {
        const RawResponse response = m_stack->ask("GET", "/admin/conciliacao");
        return QJsonDocument::fromJson(
                   response.body)[QStringLiteral("gateway")][QStringLiteral("encaminhados")]
            .toInteger();
    };
    const qint64 before = forwarded();
    QVERIFY(before > 0);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(m_stack->ask("GET", "/relatorios").status, 200);
    QCOMPARE(forwarded(), before + 5 + 1); // and this question itself
}

void TestClusterRoutes::route_toACluster_itsOwnRefusalPasses()
{
    m_reports.setScript([](const SeenRequest &request) {
        return request.target == "/saude"
                   ? UpstreamScript::ok()
                   : UpstreamScript::answer("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"r\"\r\n"
                                            "Content-Length: 0\r\n\r\n");
    });
    QCOMPARE(m_stack->ask("GET", "/relatorios/x").status, 401);
    m_reports.setScript([](const SeenRequest &) { return UpstreamScript::ok("reports"); });
}

/// Large enough to be passed on to the balancer as it comes, who takes it as a whole.
void TestClusterRoutes::route_toACluster_takesUploadsInChunks()
{
    const QByteArray piece(100'000, 'x');
    const QByteArray request =
        m_stack->request("PUT", "/relatorios/carga", {}, "Transfer-Encoding: chunked\r\n");
    RawClient client(m_stack->gateway().port());
    client.send(request + "186a0\r\n" + piece + "\r\n");
    QTRY_VERIFY(metricSum(m_stack->balancer().metricsPort(), "guarita_buffered_bytes") >= 100'000);
    client.send("186a0\r\n" + piece + "\r\n0\r\n\r\n");
    QTRY_COMPARE(client.responses().size(), std::size_t(1));
    QCOMPARE(client.responses().front().status, 200);
    QCOMPARE(lastOf(m_reports).target, QByteArray("/relatorios/carga"));
    QVERIFY(lastOf(m_reports).body == piece + piece);
    QCOMPARE(lastOf(m_reports).field("content-length"), QByteArray("200000"));
}

void TestClusterRoutes::route_openToACluster_hasAnIdentityOfNobody()
{
    const QByteArray request = "GET /site/a HTTP/1.1\r\nHost: test\r\nX-Guarita-Subject: root\r\n\r\n";
    QCOMPARE(exchange(m_stack->gateway().port(), request).body, QByteArray("pages"));
    QCOMPARE(lastOf(m_pages).field("x-guarita-subject"), QByteArray());
    const QByteArrayList identity = lastOf(m_pages).field("x-guarita-identity").split(';');
    QCOMPARE(identity.size(), 4);
    QCOMPARE(identity[2], QByteArray()); // no roles
    const QByteArray direct = "GET /site/a HTTP/1.1\r\nHost: test\r\n\r\n";
    QCOMPARE(exchange(m_stack->balancer().port(), direct).status, 401);
}

void TestClusterRoutes::route_toACluster_neverReachesTheBalancersOwnPaths_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char *target :
         {"/site/admin/backends", "/site/saude", "/site/../admin/backends", "/site/%2e%2e/admin/backends",
          "/site/..;/admin/backends", "/site/%252e%252e/admin/backends", "/site//admin/backends",
          "/site%2F..%2Fadmin/backends", "/site/x/..%2F..%2Fadmin/backends", "/%73ite/admin/backends",
          "http://test/site/admin/backends", "/site\\..\\admin/backends", "//admin/backends"})
        QTest::newRow(target) << QByteArray(target);
}

/// Without a token: whoever reads an answer of the balancer's administration here has got around it.
void TestClusterRoutes::route_toACluster_neverReachesTheBalancersOwnPaths()
{
    QFETCH(QByteArray, target);
    const RawResponse response =
        exchange(m_stack->gateway().port(), "GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
    QVERIFY(response.status != 0);
    QVERIFY2(!response.body.contains("\"backends\"") && !response.body.contains("servidores_disponiveis"),
             response.body);
    if (response.status == 200)
        QCOMPARE(response.body, QByteArray("pages"));
}

void TestClusterRoutes::route_toTheBalancerWithoutItsPrefix_isRefusedWithItsLine()
{
    write(QStringLiteral("routes.json"),
          "{\"routes\": [\n" + route("/x", R"("open": true, "strip_prefix": true)") + "\n]}");
    m_stack->gateway().sendSignal(SIGHUP);
    QTRY_COMPARE(m_stack->gateway().events(QStringLiteral("reload_refused")).size(), std::size_t(1));
    QVERIFY(m_stack->gateway().output().contains("routes.json:2: strip_prefix must be false"));
    const auto another = m_stack->anotherGateway();
    QVERIFY(!another->start());
    QCOMPARE(another->waitForExit(), 64);
    QVERIFY2(another->output().contains("routes.json:2: strip_prefix must be false"), another->output());
    QCOMPARE(m_stack->ask("GET", "/relatorios").status, 200); // and what was in force still is
}

QTEST_GUILESS_MAIN(TestClusterRoutes)
#include "tst_clusterroutes.moc"
