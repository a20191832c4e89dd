// SPDX-License-Identifier: GPL-3.0-or-later
// Services that are not Guarita's, behind the gateway as a whole.
#include "gateway/routes/routesfile.h"
#include "gatewaybench.h"
#include "pathspellings.h"

#include <algorithm>

using namespace guarita;
using namespace guarita::test;
using support::RawResponse;
using support::SeenRequest;
using support::UpstreamScript;
using namespace std::chrono_literals;

class TestGatewayRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void forward_toARoute_isRewrittenAsItSays();
    void forward_toAnOpenRoute_needsNoTokenAndPassesNone();
    void forward_withAStrippedPrefix_tellsIt_data();
    void forward_withAStrippedPrefix_tellsIt();
    void request_refused_reachesNoUpstream_data();
    void request_refused_reachesNoUpstream();
    void request_toAnythingElse_goesToTheBalancer();
    void answer_ofARoute_passesUnchanged();
    void answer_thatNamesAnotherRequest_passesIfNoneWasNamed();
    void body_overTheRoutesLimit_is413();
    void body_overTheRoutesLimitWhileItIsPassedOn_is413();
    void body_overTheGatewaysLimit_passesWhereTheRouteTakesIt();
    void largeBody_refusedRequest_isNotAskedFor();
    void rates_ofARoute_holdBesidesTheOthers();
    void upstream_slow_isGivenUpAtTheRoutesDeadline();
    void clients_ofOtherDeadlines_goWithTheirRoutes();
    void upstream_dead_is502WithItsName();
    void connections_ofARouteThatUsesThemOnce_areItsOwn();
    void prefixes_ofAllOwnPaths_areRefused();
    void balancersRoute_carriesTheIdentity();
    void balancersRoute_ofAReloadWithAnotherBalancer_keepsItsPrefix();
    void balancersRoute_refusals_areToldApart();
    void balancersRoute_noSpellingReachesItsOwnPaths();
};

namespace {

/// A gateway with routes to a service of its own; %1 in the routes stands for the service's origin.
struct RoutesBench
{
    explicit RoutesBench(const char *routes, const Bench::Change &change = {})
        : bench({}, [&](gateway::GatewaySettings &settings) {
            if (change)
                change(settings);
            const QByteArray text = QByteArray(routes).replace("%1", service.origin().toString().toLatin1());
            gateway::RoutesFile file = gateway::parseRoutes("{\"routes\": [" + text + "]}", settings.client);
            if (!file.mistakes.empty())
                qFatal("%s", qPrintable(file.mistakes.front().what));
            gateway::setRoutes(settings, std::make_shared<gateway::RouteTable>(std::move(file.routes)));
        })
    {
    }
    const SeenRequest &seen() const { return service.seen().last(); }

    support::FakeUpstream service;
    Bench bench;
};

const QByteArray anasToken = token(ourHeader, claimsWith("\"sub\":\"usuario\"", "\"sub\":\"ana\""));

constexpr const char *reports = R"({"prefix": "/rel", "upstream": "%1", "roles": ["leitor"],
    "methods": ["GET", "POST"], "set_headers": {"x-chave": "abc", "user-agent": "guarita-teste"},
    "remove_headers": ["cookie"]},
    {"prefix": "/rel/chefia", "upstream": "%1", "roles": ["admin"], "set_headers": {"authorization": "Basic x"}})";
constexpr const char *openPages = R"({"prefix": "/paginas", "upstream": "%1", "open": true})";

} // namespace

void TestGatewayRoutes::forward_toARoute_isRewrittenAsItSays()
{
    RoutesBench routes(reports);
    const QByteArray fields = bearer() +
                              "Cookie: a=b\r\nUser-Agent: curl\r\nX-Chave: forjada\r\n"
                              "X_Chave: forjada\r\nX-Guarita-Subject: root\r\nX-Forwarded-Prefix: /x\r\n";
    QCOMPARE(routes.bench.ask(get("/rel/mensal?ano=%32026&b=%C3%A9", fields)).status, 200);
    QCOMPARE(routes.seen().target, QByteArray("/rel/mensal?ano=2026&b=%C3%A9"));
    QCOMPARE(routes.seen().field("x-guarita-subject"), QByteArray("usuario"));
    QCOMPARE(routes.seen().field("authorization"), QByteArray());
    QCOMPARE(routes.seen().field("cookie"), QByteArray());
    QCOMPARE(routes.seen().field("x-chave"), QByteArray("abc"));
    QVERIFY(!routes.seen().head.contains("forjada"));
    QCOMPARE(routes.seen().field("user-agent"), QByteArray("guarita-teste"));
    QCOMPARE(routes.seen().field("x-forwarded-prefix"), QByteArray());
    QCOMPARE(routes.seen().field("x-forwarded-host"), QByteArray("guarita.example:8000"));
    QCOMPARE(routes.bench.observer.summaries.back().upstream,
             "127.0.0.1:" + QByteArray::number(routes.service.port()));
    QCOMPARE(routes.bench.ask(get("/rel/chefia", bearer())).status, 200);
    QCOMPARE(routes.seen().field("authorization"), QByteArray("Basic x"));
    QCOMPARE(routes.bench.upstream.connections(), 0);
}

void TestGatewayRoutes::forward_toAnOpenRoute_needsNoTokenAndPassesNone()
{
    RoutesBench routes(openPages);
    QCOMPARE(routes.bench.ask(get("/paginas/x", "Cookie: a=b\r\nX-Guarita-Subject: root\r\n")).status, 200);
    QCOMPARE(routes.seen().field("cookie"), QByteArray("a=b"));
    QCOMPARE(routes.seen().field("x-guarita-subject"), QByteArray());
    QCOMPARE(routes.bench.ask(get("/paginas/x", bearer())).status, 200);
    QCOMPARE(routes.seen().field("authorization"), QByteArray());
    QCOMPARE(routes.seen().field("x-guarita-subject"), QByteArray());
}

void TestGatewayRoutes::forward_withAStrippedPrefix_tellsIt_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("forwarded");
    const auto row = [](const char *target, const char *forwarded) {
        QTest::newRow(target) << QByteArray(target) << QByteArray(forwarded);
    };
    row("/rel", "/");
    row("/rel?a=b", "/?a=b");
    row("/rel/", "/");
    row("/rel/x/y?a=b", "/x/y?a=b");
    row("/%72el/%78/rel", "/x/rel");
    row("http://guarita.example:8000/rel/x", "/x");
    row("/rel/%C3%A9%20x", "/%C3%A9%20x");
}

void TestGatewayRoutes::forward_withAStrippedPrefix_tellsIt()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, forwarded);
    RoutesBench routes(R"({"prefix": "/rel", "upstream": "%1", "open": true, "strip_prefix": true})");
    QCOMPARE(routes.bench.ask(get(target)).status, 200);
    QCOMPARE(routes.seen().target, forwarded);
    QCOMPARE(routes.seen().field("x-forwarded-prefix"), QByteArray("/rel"));
}

void TestGatewayRoutes::request_refused_reachesNoUpstream_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char *name, const QByteArray &request, int status, const char *reason) {
        QTest::newRow(name) << request << status << QByteArray(reason);
    };
    row("no token", get("/rel/x"), 401, "token_ausente");
    row("no token, ambiguous", get("/rel/..;/x"), 401, "token_ausente");
    row("no role", get("/rel/x", bearer(anasToken)), 403, "sem_permissao");
    row("no such method", "DELETE /rel/x HTTP/1.1\r\nHost: g\r\n" + bearer() + "\r\n", 405,
        "metodo_nao_permitido");
    row("ambiguous", get("/rel/..;/x", bearer()), 400, "caminho_ambiguo");
    row("WebSocket",
        get("/rel/x", bearer() + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                 "Sec-WebSocket-Version: 13\r\n"
                                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
        501, "upgrade_nao_suportado");
    row("a step up", get("/rel/%2e%2e/x", bearer()), 400, "dot_segment");
}

void TestGatewayRoutes::request_refused_reachesNoUpstream()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(QByteArray, reason);
    RoutesBench routes(reports);
    QVERIFY(routes.bench.store().create({"ana", {gateway::Role::Operator}, {}}, gateway::StoreTime(0)));
    QTRY_VERIFY(routes.bench.ask(get("/admin/backends", bearer(anasToken))).status != 401);
    const int before = routes.bench.upstream.requests("GET");
    const RawResponse response = routes.bench.ask(request);
    QCOMPARE(response.status, status);
    QCOMPARE(json(response)[QStringLiteral("reason")].toString().toLatin1(), reason);
    QCOMPARE(routes.service.connections(), 0);
    QCOMPARE(routes.bench.upstream.requests("GET"), before);
}

void TestGatewayRoutes::request_toAnythingElse_goesToTheBalancer()
{
    RoutesBench routes(reports);
    QCOMPARE(routes.bench.ask(get("/itens", bearer())).status, 200);
    QCOMPARE(routes.bench.ask(get("/relx", bearer())).status, 404);
    QCOMPARE(routes.bench.upstream.seen().size(), 1);
    QCOMPARE(routes.service.connections(), 0);
}

void TestGatewayRoutes::answer_ofARoute_passesUnchanged()
{
    RoutesBench routes(R"({"prefix": "/rel", "upstream": "%1", "open": true, "strip_prefix": true})");
    routes.service.setScript([](const SeenRequest &) {
        return UpstreamScript::answer("HTTP/1.1 302 Found\r\nLocation: /entrar?de=/x\r\nSet-Cookie: a=b\r\n"
                                      "Set-Cookie: c=d\r\nServer: nginx\r\nContent-Length: 2\r\n\r\nok");
    });
    const RawResponse response = routes.bench.ask(get("/rel/x"));
    QCOMPARE(response.status, 302);
    QCOMPARE(response.header("Location"), QByteArray("/entrar?de=/x"));
    QCOMPARE(response.head.count("Set-Cookie"), 2);
    QCOMPARE(response.body, QByteArray("ok"));
}

void TestGatewayRoutes::answer_thatNamesAnotherRequest_passesIfNoneWasNamed()
{
    RoutesBench routes(R"({"prefix": "/rel", "upstream": "%1", "open": true},
        {"prefix": "/outro", "upstream": "%1", "open": true, "remove_headers": ["X-Request-Id"]})");
    routes.service.setScript([](const SeenRequest &) {
        return UpstreamScript::answer("HTTP/1.1 200 OK\r\nX-Request-Id: meu-1\r\nContent-Length: 0\r\n\r\n");
    });
    QCOMPARE(routes.bench.ask(get("/rel")).status, 502);
    const RawResponse response = routes.bench.ask(get("/outro"));
    QCOMPARE(response.status, 200);
    QVERIFY(response.header("X-Request-Id") != "meu-1");
}

void TestGatewayRoutes::body_overTheRoutesLimit_is413()
{
    RoutesBench routes(R"({"prefix": "/rel", "upstream": "%1", "open": true, "max_body": "10"})");
    const auto post = [&](int bytes) {
        return routes.bench.ask("POST /rel/x HTTP/1.1\r\nHost: g\r\nContent-Length: " +
                                QByteArray::number(bytes) + "\r\n\r\n" + QByteArray(bytes, 'x'));
    };
    QCOMPARE(post(10).status, 200);
    QCOMPARE(post(11).status, 413);
    QCOMPARE(routes.bench
                 .ask("POST /rel HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "b\r\nxxxxxxxxxxx\r\n0\r\n\r\n")
                 .status,
             413);
    QCOMPARE(routes.service.seen().size(), 1);
}

/// In chunks that is known late.
void TestGatewayRoutes::body_overTheRoutesLimitWhileItIsPassedOn_is413()
{
    RoutesBench routes(R"({"prefix": "/rel", "upstream": "%1", "open": true, "max_body": "150000"})");
    const QByteArray chunk = "186a0\r\n" + QByteArray(100'000, 'x') + "\r\n";
    RawClient client(routes.bench.port);
    client.send("PUT /rel/x HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);
    QTRY_VERIFY(routes.service.unframed() > 100'000);
    client.send(chunk + "0\r\n\r\n");
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses().front().status, 413);
    QTRY_COMPARE(routes.service.open(), 0);
    QVERIFY(routes.service.seen().isEmpty());
}

void TestGatewayRoutes::body_overTheGatewaysLimit_passesWhereTheRouteTakesIt()
{
    RoutesBench routes(R"({"prefix": "/rel", "upstream": "%1", "open": true, "max_body": "64KiB"})",
                       [](gateway::GatewaySettings &settings) { settings.listener.framer.bodyBytes = 1024; });
    const auto post = [&](const QByteArray &path) {
        return routes.bench.ask("POST " + path + " HTTP/1.1\r\nHost: g\r\nContent-Length: 65536\r\n\r\n" +
                                QByteArray(65536, 'x'));
    };
    QCOMPARE(post("/rel").status, 200);
    QCOMPARE(routes.seen().body.size(), 65536);
    QCOMPARE(post("/%72el/x").status, 200);
    QCOMPARE(post("/relx").status, 413);
    QCOMPARE(post("/token").status, 413);
}

void TestGatewayRoutes::largeBody_refusedRequest_isNotAskedFor()
{
    RoutesBench routes(R"({"prefix": "/rel", "upstream": "%1", "roles": ["admin"], "methods": ["PUT"],
                           "max_body": "1024GiB"})");
    const auto put = [&](const QByteArray &path, const QByteArray &fields) {
        return routes.bench.ask("PUT " + path + " HTTP/1.1\r\nHost: g\r\nExpect: 100-continue\r\n" + fields +
                                "Content-Length: 1099511627776\r\n\r\n");
    };
    for (const char *path : {"/rel", "/rel/x"}) {
        const RawResponse response = put(path, {}); // the first there is: no 100
        QCOMPARE(response.status, 401);
        QCOMPARE(response.header("Connection"), QByteArray("close"));
    }
    QCOMPARE(put("/rel/%252e%252e/x", bearer()).status, 400);
    QCOMPARE(put("/outro", bearer()).status, 413); // is read whole, so its length is judged first
    QVERIFY(routes.service.seen().empty());
}

void TestGatewayRoutes::rates_ofARoute_holdBesidesTheOthers()
{
    RoutesBench routes(R"({"prefix": "/rel", "upstream": "%1", "roles": ["leitor"], "rate_per_user": "2/60s"},
        {"prefix": "/paginas", "upstream": "%1", "open": true, "rate_per_address": "1/60s"})",
                       [](gateway::GatewaySettings &settings) {
                           settings.rates.loopback = true;
                           settings.rates.perUser = {4, 60s};
                       });
    Bench &bench = routes.bench;
    QCOMPARE(bench.ask(get("/rel", bearer())).header("RateLimit"), QByteArray("\"usuariorota\";r=1;t=30"));
    QCOMPARE(bench.ask(get("/rel", bearer())).status, 200);
    const RawResponse refused = bench.ask(get("/rel", bearer()));
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.header("RateLimit-Policy"), QByteArray("\"usuariorota\";q=2;w=60"));
    QCOMPARE(bench.ask(get("/itens", bearer())).status, 200);
    QCOMPARE(bench.ask(get("/itens", bearer())).status, 429); // the refused one counted for the user
    QCOMPARE(bench.ask(get("/paginas")).header("RateLimit"), QByteArray("\"enderecorota\";r=0;t=60"));
    QCOMPARE(bench.ask(get("/paginas")).status, 429);
}

void TestGatewayRoutes::upstream_slow_isGivenUpAtTheRoutesDeadline()
{
    RoutesBench routes(R"({"prefix": "/rel", "upstream": "%1", "open": true, "first_byte_deadline": "10s"})");
    routes.service.setScript([](const SeenRequest &) { return UpstreamScript::silence(); });
    support::RawClient client(routes.bench.port);
    client.send(get("/rel"));
    QTRY_COMPARE(routes.service.seen().size(), 1);
    QTest::qWait(50); // the head has been sent, and the client knows it
    routes.bench.clock.advance(9s);
    QTest::qWait(200);
    QCOMPARE(client.count(), 0);
    routes.bench.clock.advance(2s);
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses().front().status, 504);
}

/// Each client that has forwarded something has a thread of Qt's.
void TestGatewayRoutes::clients_ofOtherDeadlines_goWithTheirRoutes()
{
    RoutesBench routes(openPages);
    const auto useDeadline = [&](int seconds) {
        gateway::GatewaySettings settings = settingsFor(routes.bench.upstream.origin(), routes.bench.folder);
        const QByteArray text = R"({"routes": [{"prefix": "/paginas", "open": true, "upstream": ")" +
                                routes.service.origin().toString().toLatin1() + R"(", "total_deadline": ")" +
                                QByteArray::number(seconds) + "s\"}]}";
        gateway::RoutesFile file = gateway::parseRoutes(text, settings.client);
        QVERIFY(file.mistakes.empty());
        gateway::setRoutes(settings, std::make_shared<gateway::RouteTable>(std::move(file.routes)));
        routes.bench.app.apply(settings);
    };
    useDeadline(101);
    QCOMPARE(routes.bench.ask(get("/paginas/x")).status, 200);
    QCOMPARE(routes.service.open(), 1); // each client has connections of its own

    routes.service.setScript([](const SeenRequest &) { return UpstreamScript::silence(); });
    support::RawClient waiting(routes.bench.port);
    waiting.send(get("/paginas/devagar"));
    QTRY_COMPARE(routes.seen().target, QByteArray("/paginas/devagar"));
    routes.service.setScript([](const SeenRequest &) { return UpstreamScript::ok(); });
    for (int seconds = 102; seconds < 110; ++seconds) {
        useDeadline(seconds);
        QCOMPARE(routes.bench.ask(get("/paginas/x")).status, 200);
    }
    QTRY_COMPARE(routes.service.open(), 2); // one is of the call that is still under way
    routes.service.push("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate", "/paginas/devagar");
    QTRY_COMPARE(waiting.count(), 1);
    QTRY_COMPARE(routes.service.open(), 1);
}

void TestGatewayRoutes::upstream_dead_is502WithItsName()
{
    const QByteArray routesText = QByteArray(R"({"prefix": "/rel", "upstream": "http://127.0.0.1:)") +
                                  QByteArray::number(support::deadPort()) + R"(", "open": true})";
    RoutesBench routes(routesText.constData());
    const RawResponse response = routes.bench.ask(get("/rel"));
    QCOMPARE(response.status, 502);
    QVERIFY(response.body.contains("upstream_connect"));
}

void TestGatewayRoutes::connections_ofARouteThatUsesThemOnce_areItsOwn()
{
    RoutesBench routes(R"({"prefix": "/kept", "upstream": "%1", "open": true},
        {"prefix": "/once", "upstream": "%1", "open": true, "reuse_connections": false})");
    const auto ask = [&](const char *target, const QByteArray &connection) {
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(routes.bench.ask(get(target)).status, 200);
            QCOMPARE(routes.seen().field("connection"), connection);
        }
    };
    ask("/kept", {});
    QCOMPARE(routes.service.connections(), 1);
    ask("/once", "close");
    QCOMPARE(routes.service.connections(), 1 + 3);
    QTRY_COMPARE(routes.service.open(), 1);
    ask("/kept", {});
    QCOMPARE(routes.service.connections(), 1 + 3);
}

/// Whatever the gateway comes to serve itself, no route can stand before it.
void TestGatewayRoutes::prefixes_ofAllOwnPaths_areRefused()
{
    Bench bench;
    QVERIFY(bench.observer.patterns.size() > 5);
    for (const QByteArray &pattern : std::as_const(bench.observer.patterns)) {
        const QByteArray prefix =
            pattern.first(pattern.indexOf('/', 1) < 0 ? pattern.size() : pattern.indexOf('/', 1));
        const gateway::RoutesFile file = gateway::parseRoutes(
            R"({"routes": [{"open": true, "upstream": "http://h", "prefix": ")" + prefix + "\"}]}", {});
        QVERIFY2(file.routes.empty(), prefix.constData());
    }
}

namespace {

/// A route to the balancer that the bench has, taken over at a reload by which LOAD_BALANCER_URL is
/// `balancer`.
void routeToBalancer(Bench &bench, const QByteArray &more, const QUrl &balancer)
{
    const QByteArray text = R"({"routes": [{"prefix": "/rel", "open": true, "upstream": ")" +
                            bench.upstream.origin().toString().toLatin1() + '"' + more + "}]}";
    gateway::GatewaySettings settings = settingsFor(bench.upstream.origin(), bench.folder);
    gateway::RoutesFile file = gateway::parseRoutes(text, settings.client, balancer);
    QVERIFY(file.mistakes.empty());
    gateway::setRoutes(settings, std::make_shared<gateway::RouteTable>(std::move(file.routes)));
    bench.app.apply(settings);
}

void useTierKey(gateway::GatewaySettings &settings)
{
    settings.tierKey = "d67e93a2c32c14e6b9a5ad4d2e1f70b8";
}

} // namespace

void TestGatewayRoutes::balancersRoute_carriesTheIdentity()
{
    Bench bench({}, useTierKey);
    routeToBalancer(bench, {}, bench.upstream.origin());
    QCOMPARE(bench.ask(get("/rel/x?y=1", "X-Guarita-Identity: v1;1;admin;x\r\n")).status, 200);
    const SeenRequest seen = bench.upstream.seen().last();
    QCOMPARE(seen.target, QByteArray("/rel/x?y=1"));
    QCOMPARE(seen.head.toLower().count("x-guarita-identity:"), 1);
    QVERIFY(seen.field("x-guarita-identity").startsWith("v1;"));
    QVERIFY(!seen.field("x-guarita-identity").contains("admin"));
    QVERIFY(!seen.field("traceparent").isEmpty());
}

void TestGatewayRoutes::balancersRoute_ofAReloadWithAnotherBalancer_keepsItsPrefix()
{
    Bench bench({}, useTierKey);
    routeToBalancer(bench, R"(, "strip_prefix": true)", QUrl(QStringLiteral("http://other:8001")));
    QCOMPARE(bench.ask(get("/rel/admin/backends")).status, 200);
    QCOMPARE(bench.upstream.seen().last().target, QByteArray("/rel/admin/backends"));
}

void TestGatewayRoutes::balancersRoute_refusals_areToldApart()
{
    Bench bench({}, useTierKey);
    routeToBalancer(bench, {}, bench.upstream.origin());
    const auto statusAfter = [&](const QByteArray &challenge) {
        bench.upstream.setScript([challenge](const SeenRequest &) {
            return UpstreamScript::answer("HTTP/1.1 401 No\r\nWWW-Authenticate: " + challenge +
                                          "\r\nContent-Length: 0\r\n\r\n");
        });
        return bench.ask(get("/rel/x")).status;
    };
    QCOMPARE(statusAfter("Basic realm=\"relatorios\""), 401); // the service's own
    QCOMPARE(statusAfter("Guarita-Identity"), 502);
}

/// Whatever comes to the balancer by a route is below the route's prefix, however the request spells it.
void TestGatewayRoutes::balancersRoute_noSpellingReachesItsOwnPaths()
{
    Bench bench({}, useTierKey);
    routeToBalancer(bench, {}, bench.upstream.origin());
    std::vector<std::unique_ptr<RawClient>> clients;
    for (const char *own : {"/admin/backends", "/saude"}) {
        for (const QByteArray way : {"/rel", "/rel/..", "/rel/%2e%2e", "/rel/..;", "/rel/x/../.."}) {
            for (const Spelling &spelling : spellings()) {
                clients.push_back(std::make_unique<RawClient>(bench.port));
                clients.back()->send(get(way + spelling.spell(own)));
            }
        }
    }
    QTRY_VERIFY(
        std::all_of(clients.begin(), clients.end(), [](const auto &each) { return each->count() == 1; }));
    QVERIFY(bench.upstream.seen().size() > 10);
    for (const SeenRequest &seen : bench.upstream.seen()) {
        const QByteArray path = seen.target.split('?').first();
        QVERIFY2(path.startsWith("/rel/") && !(path + '/').contains("/../"), path);
    }
}

QTEST_GUILESS_MAIN(TestGatewayRoutes)
#include "tst_gatewayroutes.moc"
