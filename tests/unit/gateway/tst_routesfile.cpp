// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routes/routesfile.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::gateway;
using namespace std::chrono_literals;

class TestRoutesFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void route_complete_isTaken();
    void route_short_hasTheGatewaysLimits();
    void route_withAMistake_isToldByItsLine_data();
    void route_withAMistake_isToldByItsLine();
    void balancer_byAnotherSpelling_isTheBalancer_data();
    void balancer_byAnotherSpelling_isTheBalancer();
    void prefix_wrong_isAMistake_data();
    void prefix_wrong_isAMistake();
    void mistakes_several_areAllTold();
    void mistake_anywhere_showsNoValue();
};

namespace {

RoutesFile parsed(const QByteArray &routes)
{
    return parseRoutes("{\"routes\": [\n" + routes + "\n]}", {},
                       QUrl(QStringLiteral("http://localhost:8001")));
}

/// The second line of a file, with a route to the balancer.
QByteArray routeToBalancer(const QByteArray &more, const QByteArray &upstream = "http://127.0.0.1:8001")
{
    return R"({"prefix": "/r", "open": true, "upstream": ")" + upstream + "\", " + more + "}";
}

/// The second line of a file, with everything that a route must have and `more`.
QByteArray route(const QByteArray &more, const QByteArray &prefix = "/a")
{
    return "{\"prefix\": \"" + prefix + "\", \"upstream\": \"http://h:1\", " + more + "}";
}

} // namespace

void TestRoutesFile::route_complete_isTaken()
{
    const RoutesFile file = parsed(R"({
        "prefix": "/relatorios/v1.0", "upstream": "http://127.0.0.1:9000", "roles": ["leitor", "editor"],
        "methods": ["GET", "POST"], "strip_prefix": true, "open": false, "rate_per_user": "100/1s",
        "rate_per_address": "5/2s", "max_body": "1MiB", "connect_deadline": "1s",
        "first_byte_deadline": "2s", "total_deadline": "3s", "stream_idle_deadline": "4s",
        "set_headers": {"X-A": "b"}, "remove_headers": ["Cookie"], "reuse_connections": false})");
    QVERIFY2(file.mistakes.empty(), qPrintable(file.mistakes.empty() ? QString() : file.mistakes[0].what));
    const ProxyRoute &route = file.routes.at(0);
    QCOMPARE(route.prefix, QByteArray("/relatorios/v1.0"));
    QCOMPARE(route.rule.upstream, QUrl(QStringLiteral("http://127.0.0.1:9000")));
    QVERIFY((route.roles == Roles{Role::Reader, Role::Editor}));
    QVERIFY(!route.open);
    QVERIFY((route.methods == std::vector{net::Method::Get, net::Method::Post}));
    QCOMPARE(route.rule.strippedPrefix, route.prefix);
    QVERIFY((route.perUser == Rate{100, 1s}));
    QVERIFY((route.perAddress == Rate{5, 2s}));
    QCOMPARE(route.maxBody, qint64(1024 * 1024));
    QCOMPARE(route.limits.connectDeadline, 1000ms);
    QCOMPARE(route.limits.firstByteDeadline, 2000ms);
    QCOMPARE(route.limits.totalDeadline, 3000ms);
    QCOMPARE(route.limits.streamIdleDeadline, 4000ms);
    QVERIFY((route.rule.setHeaders == http::Headers{{"x-a", "b"}}));
    QCOMPARE(route.rule.removeHeaders, QByteArrayList{"cookie"});
    QVERIFY(!route.rule.reuseConnections);
}

void TestRoutesFile::route_short_hasTheGatewaysLimits()
{
    const client::ClientLimits limits{.connectDeadline = 123ms, .totalDeadline = 456ms};
    const RoutesFile file = parseRoutes("{\"routes\": [" + route("\"open\": true") + "]}", limits);
    QVERIFY(file.mistakes.empty());
    const ProxyRoute &route = file.routes.at(0);
    QVERIFY(route.limits == limits);
    QVERIFY(route.open);
    QCOMPARE(route.methods.size(), std::size_t(7));
    QVERIFY(route.rule.strippedPrefix.isEmpty());
    QCOMPARE(route.perUser.quota, 0);
    QVERIFY(!route.maxBody);
    QVERIFY(route.rule.reuseConnections);
}

void TestRoutesFile::route_withAMistake_isToldByItsLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("begin");
    const auto row = [](const char *name, const QByteArray &text, int line, const char *begin) {
        QTest::newRow(name) << text << line << QString::fromLatin1(begin);
    };
    row("nobody may", route("\"strip_prefix\": true"), 2, "roles must name a role, or open");
    row("no role", route("\n\"roles\": []"), 3, "roles must name a role, or open");
    row("unknown role", route("\n\n\"roles\": [\"chefe\", \"leitor\"]"), 4, "roles must be some of");
    row("role in capitals", route("\"roles\": [\"Leitor\", \"admin\"]"), 2, "roles must be some of");
    row("role twice", route("\"roles\": [\"leitor\",\n\"leitor\"]"), 3, "roles must name nothing twice");
    row("roles and open", route("\"open\": true, \"roles\": [\"leitor\"]"), 2, "roles and open contradict");
    row("open as a text", route("\"open\": \"true\", \"roles\": [\"leitor\"]"), 2, "open must be true or");
    row("no method", route("\"open\": true, \"methods\": []"), 2, "methods must name");
    row("other method", route("\"open\": true,\n\"methods\": [\"GET\", \"PURGE\"]"), 3,
        "methods must be some");
    row("unknown member", route("\"open\": true,\n\"timeout\": \"1s\""), 3, "timeout is unknown here");
    row("member twice", route("\"open\": true,\n\"open\": true"), 3, "open stands here twice");
    row("rate", route("\"open\": true, \"rate_per_address\": \"100\""), 2, "rate_per_address must be 0, or");
    row("rate of nobody", route("\"open\": true, \"rate_per_user\": \"1/1s\""), 2, "rate_per_user has no");
    row("body", route("\"open\": true, \"max_body\": \"1025GiB\""), 2, "max_body must be");
    row("body as a number", route("\"open\": true, \"max_body\": 1024"), 2, "max_body must be a text");
    row("deadline", route("\"open\": true, \"connect_deadline\": \"1\""), 2, "connect_deadline must be");
    row("no time left", route("\"open\": true, \"total_deadline\": \"10ms\""), 2, "total_deadline must not");
    row("our field", route("\"open\": true, \"set_headers\": {\n\"X-Guarita-Subject\": \"x\"}"), 3,
        "set_headers must");
    row("framing", route("\"open\": true, \"set_headers\": {\n\"Content-Length\": \"1\"}"), 3,
        "set_headers must");
    row("Host", route("\"open\": true, \"set_headers\": {\n\"Host\": \"x\"}"), 3, "set_headers must");
    row("line break", route("\"open\": true, \"set_headers\": {\n\"a\": \"x\\r\\ny: z\"}"), 3,
        "set_headers must");
    row("field twice", route("\"open\": true, \"set_headers\": {\"a\": \"x\",\n\"A\": \"y\"}"), 3,
        "set_headers must");
    row("no field", route("\"open\": true,\n\"remove_headers\": [\"a b\"]"), 3, "remove_headers must");
    row("twin", route("\"open\": true") + ",\n" + route("\"open\": true"), 3,
        "prefix /a is that of the route in line 2");
    row("no object", "\n\"x\"", 3, "must be an object here");
    row("upstream with a path", R"({"prefix": "/a", "open": true, "upstream": "http://h/x"})", 2,
        "upstream must be http");
    row("no upstream", R"({"prefix": "/a", "open": true})", 2, "upstream must be http");
    row("no prefix", R"({"open": true, "upstream": "http://h"})", 2, "prefix is missing");
    row("balancer without the prefix", routeToBalancer("\n\"strip_prefix\": true"), 3,
        "strip_prefix must be false");
    row("reuse as a text", route("\"open\": true,\n\"reuse_connections\": \"never\""), 3,
        "reuse_connections must be true or");
    row("balancer with connections used once", routeToBalancer("\n\"reuse_connections\": false"), 3,
        "reuse_connections must be true where");
    row("balancer without the id", routeToBalancer("\n\"remove_headers\": [\"X-Request-Id\"]"), 3,
        "remove_headers must");
    row("balancer with another id", routeToBalancer("\"set_headers\": {\n\"X_Request_Id\": \"1\"}"), 3,
        "set_headers must");
}

void TestRoutesFile::route_withAMistake_isToldByItsLine()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(QString, begin);
    const RoutesFile file = parsed(text);
    QCOMPARE(file.mistakes.size(), std::size_t(1));
    QVERIFY2(file.mistakes.front().what.startsWith(begin), qPrintable(file.mistakes.front().what));
    QCOMPARE(file.mistakes.front().line, line);
}

void TestRoutesFile::balancer_byAnotherSpelling_isTheBalancer_data()
{
    QTest::addColumn<QByteArray>("upstream");
    QTest::addColumn<bool>("balancer");
    const auto row = [](const char *upstream, bool balancer) {
        QTest::newRow(upstream) << QByteArray(upstream) << balancer;
    };
    for (const char *same : {"http://localhost:8001", "http://LOCALHOST:8001/", "http://localhost.:8001",
                             "http://127.0.0.1:8001", "http://0.0.0.0:8001", "http://[::ffff:127.0.0.1]:8001",
                             "http://127.1:8001", "http://2130706433:8001"})
        row(same, true);
    for (const char *other : {"http://localhost:8002", "http://localhost", "https://localhost:8001",
                              "http://127.0.0.2:8001", "http://[::1]:8001", "http://balancer:8001"})
        row(other, false);
}

void TestRoutesFile::balancer_byAnotherSpelling_isTheBalancer()
{
    QFETCH(QByteArray, upstream);
    QFETCH(bool, balancer);
    const RoutesFile file = parsed(routeToBalancer("\"strip_prefix\": true", upstream));
    QCOMPARE(file.mistakes.size(), std::size_t(balancer ? 1 : 0));
}

void TestRoutesFile::prefix_wrong_isAMistake_data()
{
    QTest::addColumn<QByteArray>("prefix");
    for (const char *prefix : {"",
                               "/",
                               "a",
                               "a/b",
                               "/a/",
                               "//a",
                               "/a//b",
                               "/.",
                               "/a/..",
                               "/a/./b",
                               "/%61",
                               "/a%2Fb",
                               "/a;b",
                               "/a b",
                               "/a?b",
                               "/a#b",
                               "/é",
                               "/a\\\\b",
                               "/*",
                               "/{a}",
                               "/token",
                               "/token/x",
                               "/revoke",
                               "/saude",
                               "/docs",
                               "/docs/x",
                               "/openapi.json",
                               "/itens",
                               "/itens/relatorio",
                               "/ITENS",
                               "/identidade",
                               "/admin",
                               "/admin/backends",
                               "/metrics",
                               "/.well-known/x"})
        QTest::addRow("'%s'", prefix) << QByteArray(prefix);
    QTest::newRow("long") << '/' + QByteArray(256, 'a');
}

void TestRoutesFile::prefix_wrong_isAMistake()
{
    QFETCH(QByteArray, prefix);
    const RoutesFile file = parsed(route("\"open\": true", prefix));
    QCOMPARE(file.mistakes.size(), std::size_t(1));
    QVERIFY2(file.mistakes.front().what.startsWith(QStringLiteral("prefix must")),
             qPrintable(file.mistakes.front().what));
    QVERIFY(file.routes.empty());
}

void TestRoutesFile::mistakes_several_areAllTold()
{
    const RoutesFile file =
        parsed("{\"prefix\": \"/docs\",\n\"roles\": [\"chefe\"],\n\"max_body\": \"x\",\n\"y\": 1},\n" +
               route("\"open\": 1"));
    std::vector<int> lines;
    for (const config::LineMistake &mistake : file.mistakes)
        lines.push_back(mistake.line);
    // prefix, upstream; roles; max_body; y; open, and so nobody may
    QCOMPARE(lines, (std::vector<int>{2, 2, 3, 4, 5, 6, 6}));
}

void TestRoutesFile::mistake_anywhere_showsNoValue()
{
    const RoutesFile file = parsed(route(
        R"("open": true, "set_headers": {"a b": "s3cret"}, "max_body": "s3cret", "upstream": "http://u:s3cret@h")"));
    QVERIFY(file.mistakes.size() >= 3);
    for (const config::LineMistake &mistake : file.mistakes)
        QVERIFY2(!mistake.what.contains(QStringLiteral("s3cret")), qPrintable(mistake.what));
}

QTEST_GUILESS_MAIN(TestRoutesFile)
#include "tst_routesfile.moc"
