// SPDX-License-Identifier: GPL-3.0-or-later
// The gateway as a whole, over real sockets, in front of an upstream that does as it is told.
#include "gateway/gatewayapp.h"
#include "handmadetoken.h"
#include "runtime/log.h"
#include "runtime/logsink.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"
#include "support/fakeupstream.h"
#include "support/rawclient.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <prometheus/registry.h>
#include <sodium.h>

#include <functional>
#include <optional>

using namespace guarita;
using support::FakeUpstream;
using support::RawClient;
using support::RawResponse;
using support::UpstreamScript;

namespace {

struct Observer final : http::RequestObserver
{
    void finished(const http::ExchangeSummary &summary) override { summaries.push_back(summary); }
    std::vector<http::ExchangeSummary> summaries;
};

/// What a daemon's runtime lends to its service, as far as a test needs it.
struct Surroundings
{
    runtime::Surroundings lent() { return {clock, random, observer, registry, log}; }

    support::FakeClock clock;
    support::FakeRandom random;
    Observer observer;
    prometheus::Registry registry;
    runtime::LogSink sink{-1, 0, [](qint64) { return QByteArray(); }};
    runtime::Log log{sink, clock, "gateway", runtime::LogLevel::Error};
};

gateway::GatewaySettings settingsFor(const QUrl &balancer)
{
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(hash, "senha123", 8, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN) != 0)
        qFatal("no hash");
    gateway::GatewaySettings settings;
    settings.host = QHostAddress(QHostAddress::LocalHost);
    settings.balancer = balancer;
    settings.secretKey = test::key;
    settings.credentials = {"usuario", hash};
    settings.tokens = {"guarita", "guarita-api", std::chrono::seconds(3600), std::chrono::seconds(5)};
    settings.loginQueue = 2;
    return settings;
}

const QByteArray formType = "application/x-www-form-urlencoded";

QByteArray loginRequest(const QByteArray &form, const QByteArray &type = formType)
{
    return "POST /token HTTP/1.1\r\nHost: g\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(form.size()) + "\r\n\r\n" + form;
}

/// A hash of the right password that takes some tenths of a second to compare with.
QByteArray slowHash()
{
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(hash, "senha123", 8, 8, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        qFatal("no hash");
    return hash;
}

/// A gateway before an upstream, and all that it needs.
struct Bench : Surroundings
{
    using Change = std::function<void(gateway::GatewaySettings &)>;

    explicit Bench(const std::optional<QUrl> &balancer = {}, const Change &change = {})
        : app(changed(settingsFor(balancer.value_or(upstream.origin())), change), lent())
        , port(app.start().value())
    {
    }

    RawResponse ask(const QByteArray &bytes)
    {
        RawClient client(port);
        client.send(bytes);
        if (!QTest::qWaitFor([&] { return client.count() == 1; }))
            return {};
        return client.responses().front();
    }
    RawResponse login(const QByteArray &form, const QByteArray &type = formType)
    {
        return ask(loginRequest(form, type));
    }
    int inFlight() const { return app.listenerStats()->inFlight; }
    static gateway::GatewaySettings changed(gateway::GatewaySettings settings, const Change &change)
    {
        if (change)
            change(settings);
        return settings;
    }

    FakeUpstream upstream;
    gateway::GatewayApp app;
    quint16 port;
};

const QByteArray goodToken = test::token(test::ourHeader, test::goodClaims);

QByteArray get(const QByteArray &target, const QByteArray &fields = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: guarita.example:8000\r\n" + fields + "\r\n";
}
QByteArray bearer(const QByteArray &token = goodToken)
{
    return "Authorization: Bearer " + token + "\r\n";
}
QJsonObject json(const RawResponse &response)
{
    return QJsonDocument::fromJson(response.body).object();
}

} // namespace

class TestGatewayApp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void login_form_isAnswered_data();
    void login_form_isAnswered();
    void login_rightPassword_givesATokenThatOpensTheGate();
    void login_wrongUserAndWrongPassword_answerAlike();
    void login_queueFull_is503WithRetryAfter();
    void login_clientLeavesTheQueue_itsPlaceIsFreeAtOnce();
    void login_tooManyAtOnceFromAnAddress_is429();
    void login_tooManyFailuresFromAnAddress_is429UntilTheMinuteIsOver();
    void openRoutes_withoutToken_areServed_data();
    void openRoutes_withoutToken_areServed();
    void forward_withoutToken_reachesNoUpstream();
    void forward_request_isRewrittenAndTheAnswerRelayed();
    void forward_110Fields_allArrive();
    void forward_deadUpstream_is502WithItsReason();
    void forward_clientLeaves_cancelsTheCall();
    void drain_whileForwarding_answersFirst();
};

void TestGatewayApp::login_form_isAnswered_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("named"); // in the body
    const QByteArray type = "application/x-www-form-urlencoded";
    const auto row = [&](const char *name, const QByteArray &form, int status, const char *named = "") {
        QTest::newRow(name) << form << type << status << QByteArray(named);
    };
    row("right", "username=usuario&password=senha123", 200, "access_token");
    row("as Swagger UI sends it",
        "grant_type=password&username=usuario&password=senha123&scope=&client_id=&client_secret=", 200,
        "access_token");
    row("encoded", "username=usu%61rio&password=senha%3123", 200, "access_token");
    row("wrong password", "username=usuario&password=x", 401, "credenciais_invalidas");
    row("repeated field", "username=usuario&password=x&password=senha123", 400, "corpo_invalido");
    row("bad encoding", "username=usuario&password=%", 400, "corpo_invalido");
    row("no password", "username=usuario", 422, R"("campo":"password")");
    row("empty user", "username=&password=x", 422, R"("campo":"username")");
    row("nothing", "", 422, R"("campo":"username")");
    row("another grant", "grant_type=client_credentials&username=usuario&password=senha123", 422,
        "grant_type");
    row("unknown field", "username=usuario&password=senha123&admin=1", 422, R"("campo":"admin")");
    row("4 KiB and one byte", "username=usuario&password=" + QByteArray(4096 - 25, 'x'), 413, "corpo_grande");
    QTest::newRow("JSON") << QByteArray(R"({"username":"usuario","password":"senha123"})")
                          << QByteArray("application/json") << 415 << QByteArray("tipo_nao_suportado");
}

void TestGatewayApp::login_form_isAnswered()
{
    QFETCH(QByteArray, form);
    QFETCH(QByteArray, type);
    QFETCH(int, status);
    QFETCH(QByteArray, named);
    Bench bench;
    const RawResponse response = bench.login(form, type);
    QCOMPARE(response.status, status);
    QVERIFY2(response.body.contains(named), response.body.constData());
    QVERIFY(!response.body.contains("senha123"));
    QCOMPARE(bench.upstream.connections(), 0);
}

void TestGatewayApp::login_rightPassword_givesATokenThatOpensTheGate()
{
    Bench bench;
    const RawResponse response = bench.login("username=usuario&password=senha123");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.header("Cache-Control"), QByteArray("no-store"));
    QCOMPARE(json(response).value(QStringLiteral("token_type")).toString(), QStringLiteral("bearer"));
    QCOMPARE(json(response).value(QStringLiteral("expires_in")).toInt(), 3600);
    const QByteArray token = json(response).value(QStringLiteral("access_token")).toString().toLatin1();
    QCOMPARE(bench.ask(get("/itens", bearer(token))).status, 200);
    bench.clock.advance(std::chrono::hours(1));
    const RawResponse late = bench.ask(get("/itens", bearer(token)));
    QCOMPARE(late.status, 401);
    QVERIFY(late.header("WWW-Authenticate").contains("invalid_token"));
}

void TestGatewayApp::login_wrongUserAndWrongPassword_answerAlike()
{
    Bench bench;
    const RawResponse user = bench.login("username=ana&password=senha123");
    const RawResponse password = bench.login("username=usuario&password=senha124");
    QCOMPARE(user.status, 401);
    QCOMPARE(password.status, 401);
    QCOMPARE(user.header("WWW-Authenticate"), QByteArray("Bearer realm=\"guarita\""));
    QJsonObject first = json(user);
    QJsonObject second = json(password);
    first.remove(QStringLiteral("request_id"));
    second.remove(QStringLiteral("request_id"));
    QVERIFY(first == second);
}

// A verdict may come between two log-ins, so how many are refused is open; but not that some are.
void TestGatewayApp::login_queueFull_is503WithRetryAfter()
{
    gateway::GatewaySettings settings = settingsFor(QUrl(QStringLiteral("http://127.0.0.1:1")));
    settings.credentials.passwordHash = gateway::PasswordVerifier::hash("senha123"); // takes its time
    Surroundings surroundings;
    gateway::GatewayApp app(settings, surroundings.lent());
    const quint16 port = app.start().value();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(std::make_unique<RawClient>(port));
        clients.back()->send(
            "POST /token HTTP/1.1\r\nHost: g\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: 34\r\n\r\nusername=usuario&password=senha123");
    }
    const auto answered = [](const auto &client) { return client->count() == 1; };
    QTRY_VERIFY(std::all_of(clients.begin(), clients.end(), answered));
    int refused = 0;
    for (const auto &client : clients) {
        const RawResponse response = client->responses().front();
        QVERIFY(response.status == 200 || response.status == 503);
        if (response.status != 503)
            continue;
        ++refused;
        QVERIFY(response.body.contains("login_sobrecarregado"));
        QCOMPARE(response.header("Retry-After"), QByteArray("1"));
    }
    QVERIFY(refused >= 1 && refused <= 4);
}

void TestGatewayApp::login_clientLeavesTheQueue_itsPlaceIsFreeAtOnce()
{
    Bench bench({}, [](auto &settings) { settings.credentials.passwordHash = slowHash(); });
    RawClient first(bench.port);
    first.send(loginRequest("username=usuario&password=senha123"));
    QTRY_COMPARE(bench.inFlight(), 1);
    RawClient leaving(bench.port);
    leaving.send(loginRequest("username=usuario&password=senha123"));
    QTRY_COMPARE(bench.inFlight(), 2);
    leaving.abort();
    QTRY_COMPARE(bench.observer.summaries.size(), std::size_t(1));
    QCOMPARE(bench.observer.summaries.back().status, 499);
    QCOMPARE(first.count(), 0); // its hash is still being computed: the other's was not waited for
    QCOMPARE(bench.login("username=usuario&password=senha123").status, 200);
    QTRY_COMPARE(first.count(), 1);
    QCOMPARE(first.responses().front().status, 200);
}

void TestGatewayApp::login_tooManyAtOnceFromAnAddress_is429()
{
    Bench bench({}, [](auto &settings) {
        settings.credentials.passwordHash = slowHash();
        settings.logins.underWay = 1;
        settings.loginQueue = 1; // the address's bound comes first
    });
    RawClient first(bench.port);
    first.send(loginRequest("username=usuario&password=senha123"));
    QTRY_COMPARE(bench.inFlight(), 1);
    const RawResponse refused = bench.login("username=usuario&password=senha123");
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.header("Retry-After"), QByteArray("1"));
    QVERIFY(refused.body.contains("muitos_logins"));
    QTRY_COMPARE(first.count(), 1);
    QCOMPARE(first.responses().front().status, 200);
    QCOMPARE(bench.login("username=usuario&password=senha123").status, 200);
}

void TestGatewayApp::login_tooManyFailuresFromAnAddress_is429UntilTheMinuteIsOver()
{
    Bench bench({}, [](auto &settings) { settings.logins.failures = 2; });
    for (int i = 0; i < 3; ++i) { // neither counts
        QCOMPARE(bench.login("username=usuario&password=senha123").status, 200);
        QCOMPARE(bench.login("username=usuario").status, 422);
    }
    QCOMPARE(bench.login("username=usuario&password=x").status, 401);
    QCOMPARE(bench.login("username=usuario&password=senha123").status, 200);
    QCOMPARE(bench.login("username=ana&password=senha123").status, 401);
    const RawResponse refused = bench.login("username=usuario&password=senha123");
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.header("Retry-After"), QByteArray("60"));
    QVERIFY(refused.body.contains("muitos_logins"));
    bench.clock.advance(std::chrono::seconds(60));
    QCOMPARE(bench.login("username=usuario&password=senha123").status, 200);
}

void TestGatewayApp::openRoutes_withoutToken_areServed_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("health") << QByteArray("/saude") << 200 << QByteArray("application/json");
    QTest::newRow("docs") << QByteArray("/docs") << 200 << QByteArray("text/html; charset=utf-8");
    QTest::newRow("docs with a slash") << QByteArray("/docs/") << 308 << QByteArray();
    QTest::newRow("asset") << QByteArray("/docs/swagger-ui.css") << 200
                           << QByteArray("text/css; charset=utf-8");
    QTest::newRow("no such asset") << QByteArray("/docs/x") << 404 << QByteArray("application/problem+json");
    QTest::newRow("OpenAPI") << QByteArray("/openapi.json") << 200 << QByteArray("application/json");
    QTest::newRow("token by GET") << QByteArray("/token") << 405 << QByteArray("application/problem+json");
}

void TestGatewayApp::openRoutes_withoutToken_areServed()
{
    QFETCH(QByteArray, target);
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    Bench bench;
    const RawResponse response = bench.ask(get(target));
    QCOMPARE(response.status, status);
    QCOMPARE(response.header("Content-Type"), type);
    QCOMPARE(bench.upstream.connections(), 0);
}

void TestGatewayApp::forward_withoutToken_reachesNoUpstream()
{
    Bench bench;
    for (const char *target :
         {"/itens", "/admin/backends", "/identidade", "/x", "/docs/a/b", "/saude/", "/%64ocsx"}) {
        const RawResponse response = bench.ask(get(target));
        QCOMPARE(response.status, 401);
    }
    QCOMPARE(bench.upstream.connections(), 0);
}

void TestGatewayApp::forward_request_isRewrittenAndTheAnswerRelayed()
{
    Bench bench;
    bench.upstream.setScript([](const support::SeenRequest &) {
        return UpstreamScript::answer("HTTP/1.1 201 Created\r\nLocation: /itens/1\r\nETag: \"1\"\r\n"
                                      "Content-Length: 2\r\n\r\n{}");
    });
    const RawResponse response =
        bench.ask("POST /itens?x=%C3%A9 HTTP/1.1\r\nHost: guarita.example:8000\r\n" + bearer() +
                  "X-Forwarded-For: 10.0.0.1\r\nForwarded: for=10.0.0.1\r\nX-Guarita-Subject: root\r\n"
                  "X-Request-Id: 0123456789abcdef0123456789abcdef\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
    QCOMPARE(response.status, 201);
    QCOMPARE(response.header("Location"), QByteArray("/itens/1"));
    QCOMPARE(response.header("ETag"), QByteArray("\"1\""));
    QCOMPARE(response.body, QByteArray("{}"));

    QCOMPARE(bench.upstream.seen().size(), 1);
    const support::SeenRequest &seen = bench.upstream.seen().first();
    QCOMPARE(seen.method, QByteArray("POST"));
    QCOMPARE(seen.target, QByteArray("/itens?x=%C3%A9"));
    QCOMPARE(seen.body, QByteArray("{\"a\":1}"));
    QCOMPARE(seen.field("authorization"), QByteArray());
    QCOMPARE(seen.field("x-guarita-subject"), QByteArray("usuario"));
    QCOMPARE(seen.field("x-forwarded-for"), QByteArray("127.0.0.1"));
    QCOMPARE(seen.field("x-forwarded-host"), QByteArray("guarita.example:8000"));
    QCOMPARE(seen.field("x-forwarded-proto"), QByteArray("http"));
    QCOMPARE(seen.field("forwarded"), QByteArray(R"(for=127.0.0.1;host="guarita.example:8000";proto=http)"));
    QCOMPARE(seen.field("x-request-id"), QByteArray("0123456789abcdef0123456789abcdef"));
    QVERIFY(!seen.head.contains("10.0.0.1"));

    const http::ExchangeSummary &summary = bench.observer.summaries.back();
    QCOMPARE(summary.subject, QByteArray("usuario"));
    QCOMPARE(summary.upstream, "127.0.0.1:" + QByteArray::number(bench.upstream.port()));
}

// Neither Qt's server nor its client has a limit on the way; the gate's alone counts.
void TestGatewayApp::forward_110Fields_allArrive()
{
    Bench bench({}, [](auto &settings) { settings.listener.framer.headerCount = 112; });
    QByteArray fields;
    for (int i = 0; i < 110; ++i)
        fields += "X-Field-" + QByteArray::number(i) + ": " + QByteArray::number(i) + "\r\n";
    QCOMPARE(bench.ask(get("/itens", bearer() + fields)).status, 200);
    QCOMPARE(bench.upstream.seen().size(), 1);
    const support::SeenRequest &seen = bench.upstream.seen().first();
    for (int i = 0; i < 110; ++i)
        QCOMPARE(seen.field("x-field-" + QByteArray::number(i)), QByteArray::number(i));
    QCOMPARE(bench.ask(get("/itens", bearer() + fields + "X-More: 1\r\n")).status, 431);
}

void TestGatewayApp::forward_deadUpstream_is502WithItsReason()
{
    Bench bench(QUrl(QStringLiteral("http://localhost:%1").arg(support::deadPort())));
    const RawResponse response = bench.ask(get("/itens", bearer()));
    QCOMPARE(response.status, 502);
    QCOMPARE(response.header("Content-Type"), QByteArray("application/problem+json"));
    QVERIFY(response.body.contains("upstream_connect"));
    QCOMPARE(bench.observer.summaries.back().reason, QByteArray("upstream_connect"));
}

void TestGatewayApp::forward_clientLeaves_cancelsTheCall()
{
    Bench bench;
    bench.upstream.setScript([](const support::SeenRequest &) { return UpstreamScript::silence(); });
    RawClient client(bench.port);
    client.send(get("/itens", bearer()));
    QTRY_COMPARE(bench.upstream.seen().size(), 1);
    client.abort();
    QTRY_COMPARE(bench.upstream.open(), 0);
    QTRY_COMPARE(bench.observer.summaries.size(), std::size_t(1));
    QCOMPARE(bench.observer.summaries.back().status, 499);
    QCOMPARE(bench.observer.summaries.back().reason, QByteArray("cliente_saiu"));
}

void TestGatewayApp::drain_whileForwarding_answersFirst()
{
    Bench bench;
    bench.upstream.setScript([](const support::SeenRequest &) {
        UpstreamScript script = UpstreamScript::ok("late");
        script.delay = std::chrono::milliseconds(100);
        return script;
    });
    RawClient client(bench.port);
    client.send(get("/itens", bearer()));
    QTRY_COMPARE(bench.upstream.seen().size(), 1);
    bool drained = false;
    bench.app.drain([&] { drained = true; });
    QVERIFY(!drained);
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses().front().body, QByteArray("late"));
    QTRY_VERIFY(drained);
}

QTEST_GUILESS_MAIN(TestGatewayApp)
#include "tst_gatewayapp.moc"
