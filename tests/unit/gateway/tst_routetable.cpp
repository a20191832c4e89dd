// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routes/loosepath.h"
#include "gateway/routes/routing.h"
#include "net/requesttarget.h"
#include "pathspellings.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::gateway;
using Verdict = Access::Verdict;

class TestRouteTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void path_anywhere_hasTheLongestPrefix_data();
    void path_anywhere_hasTheLongestPrefix();
    void access_byRole_isTheRoutes();
    void access_byAMethodTheRouteLacks_namesThoseItHas();
    void path_readLoosely_data();
    void path_readLoosely();
    void path_spelledOtherwise_isTheSameOrRefused_data();
    void path_spelledOtherwise_isTheSameOrRefused();
    void request_toARoute_isRefusedForWhatItIs_data();
    void request_toARoute_isRefusedForWhatItIs();
    void stage_unlessOpen_isSkippedForOpenRoutesOnly();
    void body_ofARoute_isPassedOn_data();
    void body_ofARoute_isPassedOn();
};

namespace {

ProxyRoute routeAt(const QByteArray &prefix, Roles roles)
{
    ProxyRoute route;
    route.prefix = prefix;
    route.open = roles.isEmpty();
    route.roles = roles;
    route.methods = {net::Method::Get, net::Method::Post};
    return route;
}

/// What is within another has other roles, so that reading a path wrongly would be worth something.
const Routing &routing()
{
    static const Routing routing(std::make_shared<RouteTable>([] {
        std::vector<ProxyRoute> all;
        all.push_back(routeAt("/publico", {}));
        all.push_back(routeAt("/publico/interno", {Role::Admin}));
        all.push_back(routeAt("/rel", {Role::Reader}));
        all.push_back(routeAt("/rel/mensais", {Role::Operator}));
        all.push_back(routeAt("/rel/mensais/v1", {}));
        return all;
    }()));
    return routing;
}

const RouteTable &table()
{
    return routing().table();
}

QByteArray prefixFor(const QByteArray &path)
{
    const ProxyRoute *route = table().find(path);
    return route ? route->prefix : QByteArray();
}

} // namespace

void TestRouteTable::path_anywhere_hasTheLongestPrefix_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("prefix");
    const auto row = [](const char *path, const char *prefix) {
        QTest::addRow("'%s'", path) << QByteArray(path) << QByteArray(prefix);
    };
    row("/rel", "/rel");
    row("/rel/", "/rel");
    row("/rel/x", "/rel");
    row("/rel/mensai", "/rel");
    row("/rel/mensais", "/rel/mensais");
    row("/rel/mensais/", "/rel/mensais");
    row("/rel/mensaisx", "/rel");
    row("/rel/mensais/v1/x/y", "/rel/mensais/v1");
    row("/rel/mensais/v11", "/rel/mensais");
    row("/publico/x", "/publico");
    row("/publico/interno/x", "/publico/interno");
    for (const char *path : {"", "/", "rel", "/re", "/relx", "/rel-x", "/Rel", "/x/rel", "/itens", "*"})
        row(path, "");
}

void TestRouteTable::path_anywhere_hasTheLongestPrefix()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, prefix);
    QCOMPARE(prefixFor(path), prefix);
    QCOMPARE(table().indexOf(path).has_value(), !prefix.isEmpty());
}

void TestRouteTable::access_byRole_isTheRoutes()
{
    const ProxyRoute closed = routeAt("/a", {Role::Reader});
    const ProxyRoute open = routeAt("/a", {});
    for (const net::Method method : {net::Method::Get, net::Method::Head, net::Method::Post}) {
        QVERIFY(accessTo(closed, method, {Role::Reader, Role::Operator}).verdict == Verdict::Allowed);
        QVERIFY(accessTo(closed, method, {Role::Admin}).verdict == Verdict::Forbidden);
        QVERIFY(accessTo(closed, method, {}).verdict == Verdict::Forbidden);
        QVERIFY(accessTo(open, method, {}).verdict == Verdict::Allowed);
    }
}

void TestRouteTable::access_byAMethodTheRouteLacks_namesThoseItHas()
{
    for (const net::Method method : {net::Method::Put, net::Method::Delete, net::Method::Options}) {
        const Access access = accessTo(routeAt("/a", {Role::Reader}), method, {Role::Reader});
        QVERIFY(access.verdict == Verdict::MethodNotAllowed);
        QCOMPARE(access.allow, QByteArray("GET, POST"));
    }
}

void TestRouteTable::path_readLoosely_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("loose"); // null: refused
    const auto row = [](const QByteArray &path, const QByteArray &loose) {
        QTest::addRow("'%s'", path.constData()) << path << loose;
    };
    row("/a/b-c_1", "/a/b-c_1");
    row("/a/", "/a/");
    row("/A/B.Txt", "/a/b.txt");
    row("/a.", "/a");
    row("/a%2e", "/a");
    row("/a ;x=1/b", "/a/b");
    row("/a%3Bx", "/a");
    row("/%61%2562", "/ab");
    row("/100%", "/100%");
    row("/a:", "/a");
    row("/a::$DATA/b", "/a/b");
    row("/%20a", "/a");
    row("/\xE2\x80\x8B\x61\xC2\xAD\x62", "/ab"); // of no width
    row("/a%3Fb/c%23", "/a/c");
    row("/\xEF\xBD\x81\xC3\x87", "/a\xC3\xA7"); // of full width; and a letter with its mark
    for (const char *refused :
         {"/..", "/a/..;x/b", "/a/%2e%2E/b", "/a/%252e%252e", "/a/%2f", "/a%5cb", "/a\\b", "/a/.%2e", "/.;x",
          "/a/.. /b", "/a/..%20", "/a%2500b", "/a/\xEF\xBC\x8F\x62", "/\xEF\xBC\x8E\xEF\xBC\x8E/a", "/a/...",
          "/a%252F..%252Fb"})
        row(refused, {});
}

void TestRouteTable::path_readLoosely()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, loose);
    const std::optional<QByteArray> read = loosePath(path);
    QCOMPARE(read.has_value(), !loose.isNull());
    QCOMPARE(read.value_or(QByteArray()), loose);
}

void TestRouteTable::path_spelledOtherwise_isTheSameOrRefused_data()
{
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < spellings().size(); ++i)
        QTest::newRow(spellings()[i].name) << i;
}

/// Whatever a client spells, it reaches the route that the plain path leads to, or none, or one outside of
/// which no lenient server could read the plain one.
void TestRouteTable::path_spelledOtherwise_isTheSameOrRefused()
{
    QFETCH(std::size_t, index);
    const Spelling &spelling = spellings()[index];
    for (const ProxyRoute &route : table().routes()) {
        for (const QByteArray &plain : {route.prefix, QByteArray(route.prefix + "/fim")}) {
            const QByteArray raw = spelling.spell(plain);
            net::RequestTarget target;
            if (net::parseRequestTarget(raw, target) != nullptr)
                continue;
            net::RequestTarget forwarded;
            QVERIFY2(net::parseRequestTarget(target.canonical, forwarded) == nullptr, raw.constData());
            QCOMPARE(forwarded.path, target.path);
            const ProxyRoute *found = table().find(target.path);
            if (!found || table().isAmbiguous(target.path, *found))
                continue;
            QVERIFY2(target.canonical.startsWith(found->prefix), raw.constData()); // what stripping counts on
            // With a letter more, or one that is no form of the plain one, it is another path to everybody.
            const bool another = QByteArray(spelling.name).startsWith("letters ") ||
                                 QByteArray(spelling.name) == "invisible space after";
            QVERIFY2(found == &route || (another && found->prefix.size() < route.prefix.size()),
                     raw.constData());
        }
    }
}

void TestRouteTable::request_toARoute_isRefusedForWhatItIs_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("plain") << QByteArray("/rel/x") << QByteArray("accept") << QByteArray();
    QTest::newRow("parameter") << QByteArray("/rel/x;v=1") << QByteArray("accept") << QByteArray();
    QTest::newRow("file") << QByteArray("/rel/Jan 2026.PDF") << QByteArray("accept") << QByteArray();
    QTest::newRow("another route's") << QByteArray("/rel/mensais;v=1") << QByteArray("accept")
                                     << QByteArray("caminho_ambiguo");
    QTest::newRow("another route's, as JSON")
        << QByteArray("/rel/mensais.json") << QByteArray("accept") << QByteArray("caminho_ambiguo");
    QTest::newRow("in capitals") << QByteArray("/publico/INTERNO") << QByteArray("accept")
                                 << QByteArray("caminho_ambiguo");
    QTest::newRow("a step up") << QByteArray("/rel/..;/gestor") << QByteArray("accept")
                               << QByteArray("caminho_ambiguo");
    QTest::newRow("encoded twice") << QByteArray("/rel/%2e%2e/gestor") << QByteArray("accept")
                                   << QByteArray("caminho_ambiguo");
    QTest::newRow("WebSocket") << QByteArray("/rel/x") << QByteArray("sec-websocket-key")
                               << QByteArray("upgrade_nao_suportado");
    QTest::newRow("no route") << QByteArray("/..;/x") << QByteArray("sec-websocket-key") << QByteArray();
}

void TestRouteTable::request_toARoute_isRefusedForWhatItIs()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, reason);
    http::Request request;
    request.path = path;
    request.headers.append(field, "x");
    const std::optional<http::Response> response = routeStage(routing()).run(request);
    QCOMPARE(response ? response->reason : QByteArray(), reason);
}

void TestRouteTable::stage_unlessOpen_isSkippedForOpenRoutesOnly()
{
    const http::Stage refusing = unlessOpen(
        routing(),
        {"refuse", [](http::Request &) { return std::optional<http::Response>(http::Response{}); }});
    const auto refuses = [&](const QByteArray &path) {
        http::Request request;
        request.path = path;
        return refusing.run(request).has_value();
    };
    QVERIFY(!refuses("/publico/x"));
    QVERIFY(!refuses("/rel/mensais/v1"));
    QVERIFY(refuses("/publico/interno"));
    QVERIFY(refuses("/rel/mensais"));
    QVERIFY(refuses("/itens"));
    QVERIFY(refuses("/publicox"));
}

void TestRouteTable::body_ofARoute_isPassedOn_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("passedOn");
    QTest::addColumn<qint64>("most"); // -1: the listener's
    const auto row = [](const char *path, bool passedOn, qint64 most) {
        QTest::addRow("'%s'", path) << QByteArray(path) << passedOn << most;
    };
    row("/grande", true, 1000);
    row("/grande/x", true, 1000);
    row("/grande/outra", true, -1);
    row("/grandex", false, -1);
    row("/itens", false, -1);
    row("/token", false, -1);
}

void TestRouteTable::body_ofARoute_isPassedOn()
{
    QFETCH(QByteArray, path);
    QFETCH(bool, passedOn);
    QFETCH(qint64, most);
    std::vector<ProxyRoute> routes{routeAt("/grande", {}), routeAt("/grande/outra", {})};
    routes[0].maxBody = 1000;
    Routing routing(std::make_shared<RouteTable>(std::move(routes)));
    QCOMPARE(routing.ruleFor(path).passedOn, passedOn);
    QCOMPARE(routing.ruleFor(path).most.value_or(-1), most);
    routing.use(std::make_shared<RouteTable>());
    QVERIFY(!routing.ruleFor(path).passedOn);
    QVERIFY(!routing.ruleFor(path).most);
}

QTEST_GUILESS_MAIN(TestRouteTable)
#include "tst_routetable.moc"
