// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/admin/backendcontroller.h"

#include "http/router.h"
#include "support/fakeowner.h"
#include "unit/balancer/clustersbench.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using http::Method;
using test::clusterSettings;

namespace {

struct ControllerBench : test::ClustersBench
{
    ControllerBench()
        : ClustersBench({clusterSettings("padrao", {}, {8002, 8003}), clusterSettings("b", "/b", {8002})})
        , controller(clusters, keeper, 4, clock)
        , router(controller.routes())
    {
    }

    const http::Response &ask(Method method, const QByteArray &path, const QByteArray &body = {},
                              const QByteArray &ifMatch = {})
    {
        http::Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        request.headers.append("Accept-Language", "en");
        if (!body.isEmpty())
            request.headers.append("Content-Type", "application/json");
        if (!ifMatch.isEmpty())
            request.headers.append("If-Match", ifMatch);
        const http::Router::Match match = router.match(method, path);
        request.params = match.params;
        match.route->handler(std::move(request), owner.handle());
        return owner.answers.back();
    }
    const http::Response &patch(const QByteArray &body, const QByteArray &ifMatch = "*",
                                const QByteArray &id = "localhost:8002")
    {
        return ask(Method::Patch, "/admin/backends/" + id, body, ifMatch);
    }

    StateKeeper keeper{{}, clusters};
    BackendController controller;
    http::Router router;
    support::FakeOwner owner;
};

QJsonObject objectOf(const http::Response &response)
{
    return QJsonDocument::fromJson(response.body).object();
}

QStringList wrongFields(const http::Response &response)
{
    QStringList fields;
    for (const QJsonValue &error : objectOf(response)[QStringLiteral("errors")].toArray())
        fields += error[QStringLiteral("campo")].toString();
    return fields;
}

} // namespace

class TestBackendController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void list_severalClusters_namesEachAndAllBackends();
    void find_unknownId_is404();
    void find_backend_hasItsVersionAsETag();
    void patch_stateAndWeight_areTaken();
    void patch_oneOfThem_leavesTheOther();
    void patch_conditions_data();
    void patch_conditions();
    void patch_badBodies_data();
    void patch_badBodies();
    void patch_refused_changesNothing();
    void post_newServer_is201WithItsPlace();
    void post_otherCluster_getsAnIdOfItsOwn();
    void post_serverThatIsThere_is409();
    void post_beyondTheMost_is409();
    void changes_afterItLetGo_are503();
    void post_badBodies_data();
    void post_badBodies();
    void remove_conditions_data();
    void remove_conditions();
};

void TestBackendController::list_severalClusters_namesEachAndAllBackends()
{
    ControllerBench bench;
    const QJsonObject all = objectOf(bench.ask(Method::Get, "/admin/backends"));
    QCOMPARE(all[QStringLiteral("clusters")].toArray().size(), 2);
    const QJsonArray backends = all[QStringLiteral("backends")].toArray();
    QCOMPARE(backends.size(), 3);
    QCOMPARE(backends[2][QStringLiteral("id")].toString(), QStringLiteral("b~localhost:8002"));
}

void TestBackendController::find_unknownId_is404()
{
    ControllerBench bench;
    QCOMPARE(bench.ask(Method::Get, "/admin/backends/localhost:8009").status, 404);
    QCOMPARE(bench.patch(R"({"weight":2})", "*", "localhost:8009").status, 404);
    QCOMPARE(bench.ask(Method::Delete, "/admin/backends/localhost:8009", {}, "*").status, 404);
}

void TestBackendController::find_backend_hasItsVersionAsETag()
{
    ControllerBench bench;
    const http::Response &response = bench.ask(Method::Get, "/admin/backends/b~localhost:8002");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.headers.value("ETag"), QByteArray("\"1\""));
    QCOMPARE(objectOf(response)[QStringLiteral("cluster")].toString(), QStringLiteral("b"));
}

void TestBackendController::patch_stateAndWeight_areTaken()
{
    ControllerBench bench;
    const http::Response &response = bench.patch(R"({"state":"drain","weight":3})", "\"1\"");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.headers.value("ETag"), QByteArray("\"2\""));
    QCOMPARE(objectOf(response)[QStringLiteral("state")].toString(), QStringLiteral("drain"));
    QCOMPARE(objectOf(response)[QStringLiteral("weight")].toInt(), 3);
    QCOMPARE(objectOf(response)[QStringLiteral("version")].toInt(), 2);
    QCOMPARE(bench.clusters.find("b~localhost:8002").endpoint->administration(), Administration::Ready);
}

void TestBackendController::patch_oneOfThem_leavesTheOther()
{
    ControllerBench bench;
    const EndpointPtr endpoint = bench.clusters.find("localhost:8002").endpoint;
    QCOMPARE(bench.patch(R"({"state":"maint"})").status, 200);
    QCOMPARE(bench.patch(R"({"weight":256})").status, 200);
    QCOMPARE(endpoint->administration(), Administration::Maint);
    QCOMPARE(endpoint->weight(), 256);
    QCOMPARE(bench.patch(R"({"state":"ready"})").status, 200);
    QCOMPARE(endpoint->administration(), Administration::Ready);
    QCOMPARE(endpoint->weight(), 256);
}

void TestBackendController::patch_conditions_data()
{
    QTest::addColumn<QByteArray>("ifMatch");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << QByteArray() << 428;
    QTest::newRow("any") << QByteArray("*") << 200;
    QTest::newRow("current") << QByteArray("\"1\"") << 200;
    QTest::newRow("one of several") << QByteArray("\"7\", \"1\"") << 200;
    QTest::newRow("stale") << QByteArray("\"0\"") << 412;
    QTest::newRow("weak") << QByteArray("W/\"1\"") << 412;
    QTest::newRow("no tag") << QByteArray("1") << 400;
}

void TestBackendController::patch_conditions()
{
    QFETCH(QByteArray, ifMatch);
    ControllerBench bench;
    QTEST(bench.patch(R"({"weight":2})", ifMatch).status, "status");
}

void TestBackendController::patch_badBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QStringList>("fields");
    const auto row = [](const char *name, const QByteArray &body, int status,
                        const QStringList &fields = {}) { QTest::newRow(name) << body << status << fields; };
    const QString state = QStringLiteral("state");
    const QString weight = QStringLiteral("weight");
    row("nothing in it", "{}", 422, {state});
    row("unknown member", R"({"weight":1,"cor":"azul"})", 422, {QStringLiteral("cor")});
    row("not to be changed", R"({"url":"http://a:1"})", 422, {QStringLiteral("url")});
    row("state found out, not set", R"({"state":"up"})", 422, {state});
    row("state in capitals", R"({"state":"DRAIN"})", 422, {state});
    row("state of another kind", R"({"state":true})", 422, {state});
    row("null", R"({"state":null})", 422, {state});
    row("weight 0", R"({"weight":0})", 422, {weight});
    row("weight 257", R"({"weight":257})", 422, {weight});
    row("weight with a fraction", R"({"weight":1.5})", 422, {weight});
    row("weight as a text", R"({"weight":"2"})", 422, {weight});
    row("weight beyond 64 bits", R"({"weight":99999999999999999999999})", 422, {weight});
    row("all that is wrong", R"({"state":1,"weight":0,"x":1})", 422, {state, weight, QStringLiteral("x")});
    row("twice", R"({"weight":1,"weight":2})", 400);
    row("list", "[]", 400);
    row("no JSON", "{", 400);
    row("more behind it", "{} {}", 400);
    row("large", R"({"x":")" + QByteArray(5000, 'x') + R"("})", 413);
}

void TestBackendController::patch_badBodies()
{
    QFETCH(QByteArray, body);
    ControllerBench bench;
    const http::Response &response = bench.patch(body);
    QTEST(response.status, "status");
    QTEST(wrongFields(response), "fields");
    QCOMPARE(bench.clusters.find("localhost:8002").endpoint->version(), 1);
}

void TestBackendController::patch_refused_changesNothing()
{
    ControllerBench bench;
    bench.patch(R"({"weight":9,"state":"drain"})", "\"5\"");
    const EndpointPtr endpoint = bench.clusters.find("localhost:8002").endpoint;
    QCOMPARE(endpoint->version(), 1);
    QCOMPARE(endpoint->weight(), 1);
    QVERIFY(bench.events.empty());
    http::Request request;
    request.method = Method::Patch;
    request.params = {{"id", "localhost:8002"}};
    request.headers.append("If-Match", "*");
    request.body = R"({"weight":9})";
    bench.router.match(Method::Patch, "/admin/backends/localhost:8002")
        .route->handler(std::move(request), bench.owner.handle());
    QCOMPARE(bench.owner.answers.back().status, 415);
}

void TestBackendController::post_newServer_is201WithItsPlace()
{
    ControllerBench bench;
    const http::Response &response =
        bench.ask(Method::Post, "/admin/backends", R"({"url":"http://[::1]:9000","weight":5})");
    QCOMPARE(response.status, 201);
    QCOMPARE(response.headers.value("ETag"), QByteArray("\"1\""));
    QCOMPARE(response.headers.value("Location"), QByteArray("/admin/backends/%5B::1%5D:9000"));
    QCOMPARE(objectOf(response)[QStringLiteral("state")].toString(), QStringLiteral("down"));
    const auto [cluster, endpoint] = bench.clusters.find("[::1]:9000");
    QCOMPARE(cluster, bench.clusters.named("padrao"));
    QCOMPARE(endpoint->weight(), 5);
}

void TestBackendController::post_otherCluster_getsAnIdOfItsOwn()
{
    ControllerBench bench;
    const http::Response &response =
        bench.ask(Method::Post, "/admin/backends", R"({"url":"http://localhost:8003","cluster":"b"})");
    QCOMPARE(response.status, 201);
    QCOMPARE(response.headers.value("Location"), QByteArray("/admin/backends/b~localhost:8003"));
    QCOMPARE(bench.clusters.find("b~localhost:8003").cluster, bench.clusters.named("b"));
}

void TestBackendController::post_serverThatIsThere_is409()
{
    ControllerBench bench;
    for (const QByteArray url : {"http://localhost:8002", "http://127.0.0.1:8002"}) {
        const QByteArray body = R"({"url":")" + url + R"("})";
        QCOMPARE(bench.ask(Method::Post, "/admin/backends", body).status, 409);
    }
    QCOMPARE(bench.clusters.find("localhost:8002").cluster->cluster().current()->endpoints.size(),
             std::size_t(2));
}

void TestBackendController::post_beyondTheMost_is409()
{
    ControllerBench bench;
    const auto add = [&](const char *url) {
        return bench.ask(Method::Post, "/admin/backends", QByteArray(R"({"url":"http://)") + url + "\"}")
            .status;
    };
    QCOMPARE(add("a:1"), 201);
    QCOMPARE(add("a:2"), 409);
    QCOMPARE(objectOf(bench.owner.answers.back())[QStringLiteral("reason")].toString(),
             QStringLiteral("backends_demais"));
    QCOMPARE(bench.clusters.size(), std::size_t(4));
    QCOMPARE(bench.ask(Method::Delete, "/admin/backends/localhost:8002", {}, "*").status, 204);
    QCOMPARE(add("a:2"), 201);
    bench.controller.setMost(5);
    QCOMPARE(add("a:3"), 201);
}

void TestBackendController::changes_afterItLetGo_are503()
{
    ControllerBench bench;
    bench.keeper.letGo();
    QCOMPARE(bench.patch(R"({"state":"drain"})").status, 503);
    const QByteArray another = R"({"url":"http://a:1"})";
    QCOMPARE(bench.ask(Method::Post, "/admin/backends", another).status, 503);
    QCOMPARE(bench.ask(Method::Delete, "/admin/backends/localhost:8002", {}, "*").status, 503);
    QCOMPARE(bench.ask(Method::Get, "/admin/backends").status, 200);
    QCOMPARE(bench.clusters.find("localhost:8002").endpoint->administration(), Administration::Ready);
    QCOMPARE(bench.clusters.size(), std::size_t(3));
}

void TestBackendController::post_badBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("fields");
    const QString url = QStringLiteral("url");
    QTest::newRow("no url") << QByteArray(R"({"weight":1})") << QStringList{url};
    QTest::newRow("path") << QByteArray(R"({"url":"http://a:1/x"})") << QStringList{url};
    QTest::newRow("scheme") << QByteArray(R"({"url":"file:///etc/passwd"})") << QStringList{url};
    QTest::newRow("user") << QByteArray(R"({"url":"http://u:p@a:1"})") << QStringList{url};
    QTest::newRow("weight") << QByteArray(R"({"url":"http://a:1","weight":0})")
                            << QStringList{QStringLiteral("weight")};
    QTest::newRow("state") << QByteArray(R"({"url":"http://a:1","state":"drain"})")
                           << QStringList{QStringLiteral("state")};
    QTest::newRow("cluster") << QByteArray(R"({"url":"http://a:1","cluster":"c"})")
                             << QStringList{QStringLiteral("cluster")};
}

void TestBackendController::post_badBodies()
{
    QFETCH(QByteArray, body);
    ControllerBench bench;
    const http::Response &response = bench.ask(Method::Post, "/admin/backends", body);
    QCOMPARE(response.status, 422);
    QTEST(wrongFields(response), "fields");
}

void TestBackendController::remove_conditions_data()
{
    QTest::addColumn<QByteArray>("ifMatch");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << QByteArray() << 428;
    QTest::newRow("any") << QByteArray("*") << 204;
    QTest::newRow("current") << QByteArray("\"1\"") << 204;
    QTest::newRow("stale") << QByteArray("\"2\"") << 412;
}

void TestBackendController::remove_conditions()
{
    QFETCH(QByteArray, ifMatch);
    QFETCH(int, status);
    ControllerBench bench;
    QCOMPARE(bench.ask(Method::Delete, "/admin/backends/localhost:8002", {}, ifMatch).status, status);
    QCOMPARE(bench.clusters.find("localhost:8002").endpoint == nullptr, status == 204);
    QVERIFY(bench.clusters.find("b~localhost:8002").endpoint);
}

QTEST_GUILESS_MAIN(TestBackendController)
#include "tst_backendcontroller.moc"
