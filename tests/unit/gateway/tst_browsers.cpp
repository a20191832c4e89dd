// SPDX-License-Identifier: GPL-3.0-or-later
// What the gateway tells browsers: over real sockets, as they would ask.
#include "gateway/browsers/corssettings.h"
#include "gateway/browsers/securityfields.h"
#include "gatewaybench.h"

using namespace guarita;
using namespace guarita::test;
using support::RawResponse;
using support::UpstreamScript;
using namespace std::chrono_literals;

class TestBrowsers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void preflight_ofAnAllowedOrigin_isAnsweredWithoutAToken_data();
    void preflight_ofAnAllowedOrigin_isAnsweredWithoutAToken();
    void preflights_aboveTheAddresssRate_areRefusedReadably();
    void preflight_ofAnotherOrigin_saysNothing_data();
    void preflight_ofAnotherOrigin_saysNothing();
    void answer_toAnAllowedOrigin_mayBeRead_data();
    void answer_toAnAllowedOrigin_mayBeRead();
    void answer_toAnotherOrigin_isVariedAlone();
    void answer_ofAnUpstreamWithItsOwn_hasTheGatewaysOnly();
    void anyOrigin_needsNoVary();
    void credentials_areSaidWhereTheyAreAllowed();
    void withoutOrigins_nothingIsSaid();
    void origins_asConfigured_areAsSent_data();
    void origins_asConfigured_areAsSent();
    void settings_wrong_areMistakes_data();
    void settings_wrong_areMistakes();
    void ownAnswer_tellsBrowsersWhatNotToDo_data();
    void ownAnswer_tellsBrowsersWhatNotToDo();
    void upstreamsAnswer_isWhatItSays();
    void notModified_changesNothingOfWhatIsKept();
};

namespace {

const QByteArray page = "https://app.example";

void allow(gateway::GatewaySettings &settings)
{
    settings.cors.origins = {page, "http://localhost:3000"};
    settings.cors.methods = "GET, PUT";
    settings.cors.headers = "Authorization, If-Match";
    settings.cors.exposed = "ETag";
    settings.cors.maxAge = 600s;
}

QByteArray preflight(const QByteArray &target, const QByteArray &origin)
{
    return "OPTIONS " + target + " HTTP/1.1\r\nHost: g\r\nOrigin: " + origin +
           "\r\nAccess-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: authorization\r\n\r\n";
}

gateway::CorsPolicy read(const std::map<QString, QString> &environment, std::size_t mistakes)
{
    config::Reader reader(gateway::corsKeys(), {{}, environment, QStringLiteral("/nonexistent")});
    gateway::CorsPolicy policy = gateway::readCors(reader);
    if (reader.mistakes().size() != mistakes)
        qFatal("%zu mistakes", reader.mistakes().size());
    return policy;
}

} // namespace

void TestBrowsers::preflight_ofAnAllowedOrigin_isAnsweredWithoutAToken_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char *target : {"/itens/1", "/token", "/docs", "/nowhere"})
        QTest::newRow(target) << QByteArray(target);
}

void TestBrowsers::preflight_ofAnAllowedOrigin_isAnsweredWithoutAToken()
{
    QFETCH(QByteArray, target);
    Bench bench({}, allow);
    const RawResponse response = bench.ask(preflight(target, page));
    QCOMPARE(response.status, 204);
    QCOMPARE(response.header("Access-Control-Allow-Origin"), page);
    QCOMPARE(response.header("Access-Control-Allow-Methods"), QByteArray("GET, PUT"));
    QCOMPARE(response.header("Access-Control-Allow-Headers"), QByteArray("Authorization, If-Match"));
    QCOMPARE(response.header("Access-Control-Max-Age"), QByteArray("600"));
    QCOMPARE(response.header("Access-Control-Allow-Credentials"), QByteArray());
    QCOMPARE(response.header("Vary"), QByteArray("Origin"));
    QCOMPARE(bench.upstream.connections(), 0);
}

void TestBrowsers::preflights_aboveTheAddresssRate_areRefusedReadably()
{
    Bench bench({}, [](auto &settings) {
        allow(settings);
        settings.rates.perAddress = {2, 60s};
        settings.rates.loopback = true;
    });
    QCOMPARE(bench.ask(preflight("/itens", page)).status, 204);
    QCOMPARE(bench.ask(preflight("/itens", page)).status, 204);
    const RawResponse refused = bench.ask(preflight("/itens", page));
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.header("Access-Control-Allow-Origin"), page);
}

void TestBrowsers::preflight_ofAnotherOrigin_saysNothing_data()
{
    QTest::addColumn<QByteArray>("origin");
    for (const char *origin :
         {"https://app.example.evil", "https://app.example:8443", "http://app.example", "https://APP.example",
          "https://app.example/", "https://evil.app.example", "null", "*", "https://app.example, null"})
        QTest::newRow(origin) << QByteArray(origin);
}

void TestBrowsers::preflight_ofAnotherOrigin_saysNothing()
{
    QFETCH(QByteArray, origin);
    Bench bench({}, allow);
    const RawResponse response = bench.ask(preflight("/itens/1", origin));
    QCOMPARE(response.status, 401);
    QVERIFY(!response.head.contains("Access-Control"));
}

void TestBrowsers::answer_toAnAllowedOrigin_mayBeRead_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const QByteArray origin = "Origin: " + page + "\r\n";
    QTest::newRow("forwarded") << get("/itens", bearer() + origin) << 200;
    QTest::newRow("no token") << get("/itens", origin) << 401;
    QTest::newRow("unknown") << get("/nada", bearer() + origin) << 404;
    QTest::newRow("other method") << get("/token", origin) << 405;
    QTest::newRow("open") << get("/saude", origin) << 200;
    QTest::newRow("documentation") << get("/docs", origin) << 200;
    QTest::newRow("streamed") << get("/itens/eventos", bearer() + origin) << 200;
}

void TestBrowsers::answer_toAnAllowedOrigin_mayBeRead()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    Bench bench({}, [](gateway::GatewaySettings &settings) {
        allow(settings);
        settings.client.streamAbove = 4;
    });
    bench.upstream.setScript([](const support::SeenRequest &seen) {
        return UpstreamScript::ok(seen.target == "/itens" ? "ok" : "longer");
    });
    const RawResponse response = bench.ask(request);
    QCOMPARE(response.status, status);
    QCOMPARE(response.header("Access-Control-Allow-Origin"), page);
    QCOMPARE(response.header("Access-Control-Expose-Headers"), QByteArray("ETag"));
    QVERIFY(response.head.contains("Vary: Origin"));
}

void TestBrowsers::answer_toAnotherOrigin_isVariedAlone()
{
    Bench bench({}, allow);
    bench.upstream.setScript([](const support::SeenRequest &) {
        return UpstreamScript::answer("HTTP/1.1 200 OK\r\nVary: Accept\r\nContent-Length: 0\r\n\r\n");
    });
    for (const QByteArray &origin : {QByteArray(), QByteArray("Origin: https://evil.example\r\n")}) {
        const RawResponse response = bench.ask(get("/itens", bearer() + origin));
        QCOMPARE(response.status, 200);
        QVERIFY(!response.head.contains("Access-Control"));
        QVERIFY(response.head.contains("Vary: Origin"));
        QVERIFY(response.head.contains("Vary: Accept"));
    }
}

void TestBrowsers::answer_ofAnUpstreamWithItsOwn_hasTheGatewaysOnly()
{
    Bench bench({}, allow);
    bench.upstream.setScript([](const support::SeenRequest &) {
        return UpstreamScript::answer(
            "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 0\r\n\r\n");
    });
    const RawResponse response = bench.ask(get("/itens", bearer() + "Origin: " + page + "\r\n"));
    QCOMPARE(response.head.count("Access-Control-Allow-Origin"), 1);
    QCOMPARE(response.header("Access-Control-Allow-Origin"), page);
}

void TestBrowsers::anyOrigin_needsNoVary()
{
    Bench bench({}, [](gateway::GatewaySettings &settings) { settings.cors.anyOrigin = true; });
    const RawResponse response = bench.ask(get("/saude", "Origin: https://x.example\r\n"));
    QCOMPARE(response.header("Access-Control-Allow-Origin"), QByteArray("*"));
    QCOMPARE(response.header("Vary"), QByteArray());
}

void TestBrowsers::credentials_areSaidWhereTheyAreAllowed()
{
    Bench bench({}, [](gateway::GatewaySettings &settings) {
        allow(settings);
        settings.cors.credentials = true;
    });
    QCOMPARE(bench.ask(get("/saude", "Origin: " + page + "\r\n")).header("Access-Control-Allow-Credentials"),
             QByteArray("true"));
    QCOMPARE(bench.ask(get("/saude", "Origin: https://x\r\n")).header("Access-Control-Allow-Credentials"),
             QByteArray());
}

void TestBrowsers::withoutOrigins_nothingIsSaid()
{
    Bench bench;
    const RawResponse response = bench.ask(get("/saude", "Origin: " + page + "\r\n"));
    QVERIFY(!response.head.contains("Access-Control"));
    QCOMPARE(response.header("Vary"), QByteArray());
    QCOMPARE(bench.ask(preflight("/itens", page)).status, 401);
}

void TestBrowsers::origins_asConfigured_areAsSent_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("origins");
    const auto row = [](const char *text, const char *origins) {
        QTest::addRow("'%s'", text) << QString::fromLatin1(text) << QByteArray(origins);
    };
    row("", "");
    row("https://app.example", "https://app.example");
    row("https://APP.example:443/", "https://app.example");
    row("http://app.example:80", "http://app.example");
    row("https://app.example:80", "https://app.example:80");
    row("http://localhost:3000, https://a.example", "http://localhost:3000 https://a.example");
    row("http://[::1]:3000", "http://[::1]:3000");
}

void TestBrowsers::origins_asConfigured_areAsSent()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, origins);
    const gateway::CorsPolicy policy = read({{QStringLiteral("CORS_ORIGINS"), text}}, 0);
    QCOMPARE(policy.origins.join(' '), origins);
    QVERIFY(!policy.anyOrigin);
}

void TestBrowsers::settings_wrong_areMistakes_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *name, const char *value) {
        QTest::addRow("%s=%s", name, value) << QString::fromLatin1(name) << QString::fromLatin1(value);
    };
    row("CORS_ORIGINS", "app.example");
    row("CORS_ORIGINS", "https://app.example/x");
    row("CORS_ORIGINS", "https://*.example");
    row("CORS_ORIGINS", "null");
    row("CORS_ORIGINS", "https://a.example,*");
    row("CORS_ORIGINS", "https://a.example,https://A.example:443");
    row("CORS_ORIGINS", "https://a.example,");
    row("CORS_METHODS", "GET PUT");
    row("CORS_HEADERS", "*");
    row("CORS_HEADERS", "A,,B");
    row("CORS_EXPOSED", "x:y");
    row("CORS_MAX_AGE", "25h");
}

void TestBrowsers::settings_wrong_areMistakes()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    read({{name, value}}, 1);
    read({{QStringLiteral("CORS_ORIGINS"), QStringLiteral("*")},
          {QStringLiteral("CORS_CREDENTIALS"), QStringLiteral("true")}},
         1);
}

void TestBrowsers::ownAnswer_tellsBrowsersWhatNotToDo_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::newRow("health") << get("/saude") << 200;
    QTest::newRow("documentation") << get("/docs") << 200;
    QTest::newRow("its scripts") << get("/docs/initializer.js") << 200;
    QTest::newRow("redirect") << get("/docs/") << 308;
    QTest::newRow("refusal") << get("/itens") << 401;
    QTest::newRow("other method") << get("/token") << 405;
    QTest::newRow("for the upstream") << get("/itens", bearer()) << 502;
    QTest::newRow("no request") << QByteArray("GET /saude HTTP/1.1\r\n\r\n") << 400;
}

void TestBrowsers::ownAnswer_tellsBrowsersWhatNotToDo()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    Bench bench(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(support::deadPort())));
    const RawResponse response = bench.ask(request);
    QCOMPARE(response.status, status);
    for (const char *name :
         {"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Content-Security-Policy"})
        QCOMPARE(response.head.count(name), 1);
    QCOMPARE(response.header("X-Content-Type-Options"), QByteArray("nosniff"));
    QCOMPARE(response.header("X-Frame-Options"), QByteArray("DENY"));
    QCOMPARE(response.header("Referrer-Policy"), QByteArray("no-referrer"));
    QVERIFY(response.header("Content-Security-Policy").startsWith("default-src 'none'; "));
    QVERIFY(response.header("Content-Security-Policy").contains("frame-ancestors 'none'"));
    QVERIFY(!response.head.contains("Server:"));
}

void TestBrowsers::upstreamsAnswer_isWhatItSays()
{
    Bench bench;
    RawResponse response = bench.ask(get("/itens", bearer()));
    QCOMPARE(response.status, 200);
    QCOMPARE(response.header("X-Content-Type-Options"), QByteArray("nosniff"));
    QVERIFY(!response.head.contains("X-Frame-Options"));
    QVERIFY(!response.head.contains("Content-Security-Policy"));
    bench.upstream.setScript([](const support::SeenRequest &) {
        return UpstreamScript::answer(
            "HTTP/1.1 200 OK\r\nX-Content-Type-Options: other\r\nContent-Length: 0\r\n\r\n");
    });
    response = bench.ask(get("/itens", bearer()));
    QCOMPARE(response.head.count("X-Content-Type-Options"), 1);
    QCOMPARE(response.header("X-Content-Type-Options"), QByteArray("other"));
}

void TestBrowsers::notModified_changesNothingOfWhatIsKept()
{
    Bench bench;
    const QByteArray tag = bench.ask(get("/docs")).header("ETag");
    const RawResponse response = bench.ask(get("/docs", "If-None-Match: " + tag + "\r\n"));
    QCOMPARE(response.status, 304);
    QVERIFY(!response.head.contains("Content-Security-Policy"));
}

QTEST_GUILESS_MAIN(TestBrowsers)
#include "tst_browsers.moc"
