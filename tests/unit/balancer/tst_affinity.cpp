// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/affinity/affinity.h"

#include "balancer/affinity/cookie.h"
#include "balancer/policy/stablehash.h"
#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

#include <set>

using namespace guarita;
using namespace guarita::balancer;

class TestAffinity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settings_default_isAddressAndNoCookie();
    void settings_hashKeys_areRead_data();
    void settings_hashKeys_areRead();
    void settings_mistakes_areToldOfTheirKey_data();
    void settings_mistakes_areToldOfTheirKey();
    void stableHash_isTheSameEverywhere();
    void keyOf_policyWithoutKeys_isNone();
    void keyOf_eachKind_isOfThatPartOnly();
    void keyOf_partThatIsNotThere_isNone();
    void keyOf_address_isTheClientsNotTheGateways();
    void cookieNamed_manyForms_data();
    void cookieNamed_manyForms();
    void bind_cookie_saysNothingOfTheServer();
    void bind_withoutCookieName_writesNothing();
    void boundTo_whatWasBound_isThatEndpoint();
    void boundTo_endpointThatMayHaveNoMore_isNobody();
    void boundTo_endpointGoneAndBack_follows();
    void boundTo_forgedOrMalformed_isNobody_data();
    void boundTo_forgedOrMalformed_isNobody();
    void boundTo_otherKeyOrCluster_isNobody();
};

namespace {

const QByteArray goodKey("6f1d2a9c4b7e8350f1a2c3d4e5968778");

AffinitySettings sticky(bool secure = false, const QByteArray &key = goodKey)
{
    return {.hashKey = {}, .stickyCookie = "srv", .stickyKey = key, .stickySecure = secure};
}

struct Reading
{
    AffinitySettings settings;
    std::vector<config::Mistake> mistakes;
};

Reading read(const std::map<QString, QString> &environment)
{
    config::Reader reader(affinityKeys(), {{}, environment, QStringLiteral("/nonexistent")});
    AffinitySettings settings = readAffinity(reader);
    return {std::move(settings), reader.mistakes()};
}

http::Request requestWith(const char *name, const QByteArray &value)
{
    http::Request request;
    request.path = "/itens";
    request.headers.append(name, value);
    return request;
}

std::shared_ptr<const ClusterSnapshot> snapshotOf(const EndpointList &endpoints)
{
    auto snapshot = std::make_shared<ClusterSnapshot>();
    snapshot->endpoints = endpoints;
    return snapshot;
}

EndpointList upEndpoints(int count)
{
    EndpointList endpoints = support::makeEndpoints(count);
    for (const EndpointPtr &endpoint : endpoints)
        support::setUp(*endpoint, true);
    return endpoints;
}

/// "srv=…" as a client sends it back.
QByteArray cookieFor(const Affinity &affinity, const Endpoint &endpoint)
{
    http::Response response;
    affinity.bind(response, endpoint);
    const QByteArray field = response.headers.value("set-cookie");
    return field.left(field.indexOf(';'));
}

std::optional<std::uint64_t> keyOf(const HashKey &hashKey, const http::Request &request)
{
    return Affinity({.hashKey = hashKey, .stickyCookie = {}, .stickyKey = {}}, true).keyOf(request);
}

} // namespace

void TestAffinity::settings_default_isAddressAndNoCookie()
{
    const Reading reading = read({});
    QCOMPARE(reading.mistakes.size(), std::size_t(0));
    QVERIFY(reading.settings == AffinitySettings());
    QCOMPARE(reading.settings.hashKey.kind, HashKey::Kind::Address);
}

void TestAffinity::settings_hashKeys_areRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind"); // -1: a mistake
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("path") << QStringLiteral("path") << int(HashKey::Kind::Path) << QByteArray();
    QTest::newRow("address") << QStringLiteral("address") << int(HashKey::Kind::Address) << QByteArray();
    QTest::newRow("header") << QStringLiteral("header:X-Tenant") << int(HashKey::Kind::Header)
                            << QByteArray("x-tenant");
    QTest::newRow("cookie") << QStringLiteral("cookie:Sid") << int(HashKey::Kind::Cookie)
                            << QByteArray("Sid");
    QTest::newRow("header without a name") << QStringLiteral("header:") << -1 << QByteArray();
    QTest::newRow("no token") << QStringLiteral("cookie:a b") << -1 << QByteArray();
    QTest::newRow("unknown") << QStringLiteral("query:a") << -1 << QByteArray();
    QTest::newRow("other case") << QStringLiteral("Path") << -1 << QByteArray();
    QTest::newRow("empty") << QStringLiteral("") << -1 << QByteArray();
}

void TestAffinity::settings_hashKeys_areRead()
{
    QFETCH(QString, text);
    QFETCH(int, kind);
    QFETCH(QByteArray, name);
    const Reading reading = read({{QStringLiteral("HASH_KEY"), text}});
    QCOMPARE(reading.mistakes.size(), std::size_t(kind < 0));
    if (kind >= 0)
        QVERIFY(reading.settings.hashKey == (HashKey{HashKey::Kind(kind), name}));
}

void TestAffinity::settings_mistakes_areToldOfTheirKey_data()
{
    QTest::addColumn<QString>("cookie");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("secure");
    QTest::addColumn<QString>("mistake"); // begins with; empty: none
    const QString good = QString::fromLatin1(goodKey);
    QTest::newRow("all") << QStringLiteral("srv") << good << QStringLiteral("true") << QStringLiteral("");
    QTest::newRow("a key alone") << QStringLiteral("") << good << QStringLiteral("false")
                                 << QStringLiteral("");
    QTest::newRow("no key") << QStringLiteral("srv") << QStringLiteral("") << QStringLiteral("false")
                            << QStringLiteral("STICKY_KEY must be set");
    QTest::newRow("short key") << QStringLiteral("srv") << good.chopped(1) << QStringLiteral("false")
                               << QStringLiteral("STICKY_KEY must have at least 32");
    QTest::newRow("poor key") << QStringLiteral("srv") << QString(64, u'a') << QStringLiteral("false")
                              << QStringLiteral("STICKY_KEY must have at least 32");
    QTest::newRow("no token") << QStringLiteral("s r") << good << QStringLiteral("false")
                              << QStringLiteral("STICKY_COOKIE must be");
    QTest::newRow("__Host-") << QStringLiteral("__Host-srv") << good << QStringLiteral("false")
                             << QStringLiteral("STICKY_SECURE must be true");
    QTest::newRow("__Host-, secure") << QStringLiteral("__Host-srv") << good << QStringLiteral("true")
                                     << QStringLiteral("");
}

void TestAffinity::settings_mistakes_areToldOfTheirKey()
{
    QFETCH(QString, cookie);
    QFETCH(QString, key);
    QFETCH(QString, secure);
    QFETCH(QString, mistake);
    const Reading reading = read({{QStringLiteral("STICKY_COOKIE"), cookie},
                                  {QStringLiteral("STICKY_KEY"), key},
                                  {QStringLiteral("STICKY_SECURE"), secure}});
    QCOMPARE(reading.mistakes.size(), std::size_t(mistake.isEmpty() ? 0 : 1));
    if (!mistake.isEmpty())
        QVERIFY2(reading.mistakes[0].what.startsWith(mistake), qPrintable(reading.mistakes[0].what));
}

void TestAffinity::stableHash_isTheSameEverywhere()
{
    // Another hash would send every key elsewhere while balancers of two versions run side by side.
    QCOMPARE(stableHash(""), std::uint64_t(0xf52a15e9a9b5e89b));
    QCOMPARE(stableHash("/itens/1"), std::uint64_t(0xe3ff5b85fc6a7b8d));
}

void TestAffinity::keyOf_policyWithoutKeys_isNone()
{
    const Affinity affinity({.hashKey = {HashKey::Kind::Path}, .stickyCookie = {}, .stickyKey = {}}, false);
    QVERIFY(!affinity.keyOf(requestWith("x-a", "b")));
}

void TestAffinity::keyOf_eachKind_isOfThatPartOnly()
{
    http::Request one = requestWith("x-tenant", "a");
    one.headers.append("cookie", "x=1; sid=7");
    one.headers.append("x-forwarded-for", "10.0.0.1");
    one.query = "a=1";
    const std::array kinds{HashKey{HashKey::Kind::Path}, HashKey{HashKey::Kind::Header, "x-tenant"},
                           HashKey{HashKey::Kind::Cookie, "sid"}, HashKey{HashKey::Kind::Address}};
    std::array<http::Request, 4> others{one, one, one, one};
    others[0].path = "/itens/2";
    others[1].headers.set("x-tenant", "b");
    others[2].headers.set("cookie", "sid=8; x=1");
    others[3].headers.set("x-forwarded-for", "10.0.0.2");
    http::Request same = one;
    same.query = "a=2";
    same.id = "another";
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        const auto key = keyOf(kinds[kind], one);
        QVERIFY(key.has_value());
        QCOMPARE(keyOf(kinds[kind], same), key);
        for (std::size_t changed = 0; changed < others.size(); ++changed)
            QCOMPARE(keyOf(kinds[kind], others[changed]) == key, kind != changed);
    }
}

void TestAffinity::keyOf_partThatIsNotThere_isNone()
{
    const http::Request request = requestWith("cookie", "other=1");
    QVERIFY(!keyOf({HashKey::Kind::Header, "x-tenant"}, request));
    QVERIFY(!keyOf({HashKey::Kind::Cookie, "sid"}, request));
}

void TestAffinity::keyOf_address_isTheClientsNotTheGateways()
{
    const HashKey address{HashKey::Kind::Address};
    http::Request viaGateway = requestWith("x-forwarded-for", "10.0.0.1");
    viaGateway.clientAddress = QHostAddress::LocalHost;
    http::Request direct;
    direct.clientAddress = QHostAddress(QStringLiteral("10.0.0.1"));
    QCOMPARE(keyOf(address, viaGateway), keyOf(address, direct));
    direct.clientAddress = QHostAddress::LocalHost;
    QVERIFY(keyOf(address, viaGateway) != keyOf(address, direct));
}

void TestAffinity::cookieNamed_manyForms_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("value"); // null: not there
    QTest::newRow("alone") << QByteArray("a=1") << QByteArray("1");
    QTest::newRow("among others") << QByteArray("b=2; a=1; c=3") << QByteArray("1");
    QTest::newRow("no space") << QByteArray("b=2;a=1;c=3") << QByteArray("1");
    QTest::newRow("first of two") << QByteArray("a=1; a=2") << QByteArray("1");
    QTest::newRow("with an equals sign") << QByteArray("a=x=y") << QByteArray("x=y");
    QTest::newRow("empty value") << QByteArray("a=") << QByteArray("");
    QTest::newRow("another one's end") << QByteArray("aa=1; ba=2") << QByteArray();
    QTest::newRow("in a value") << QByteArray("b=a=1") << QByteArray();
    QTest::newRow("other case") << QByteArray("A=1") << QByteArray();
    QTest::newRow("no pair") << QByteArray("a; ;=; ;;") << QByteArray();
    QTest::newRow("empty") << QByteArray("") << QByteArray();
}

void TestAffinity::cookieNamed_manyForms()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, value);
    http::Headers headers{{"x-other", "a=9"}, {"cookie", field}};
    const auto found = cookieNamed(headers, "a");
    QCOMPARE(found.has_value(), !value.isNull());
    if (found)
        QCOMPARE(found->toByteArray(), value);
    headers.append("cookie", "a=second");
    QCOMPARE(cookieNamed(headers, "a")->toByteArray(), found ? value : QByteArray("second"));
}

void TestAffinity::bind_cookie_saysNothingOfTheServer()
{
    const EndpointPtr endpoint = support::makeEndpoint(8002);
    for (const bool secure : {false, true}) {
        http::Response response;
        response.headers.append("Set-Cookie", "theirs=1");
        Affinity(sticky(secure), false).bind(response, *endpoint);
        QCOMPARE(response.headers.count("set-cookie"), 2);
        const QByteArray field = (response.headers.end() - 1)->value;
        QVERIFY(field.startsWith("srv="));
        QCOMPARE(field.indexOf(';'), 4 + 43);
        QCOMPARE(field.mid(4 + 43),
                 QByteArray("; Path=/; HttpOnly; SameSite=Lax") + (secure ? "; Secure" : ""));
        QVERIFY(!QByteArray::fromBase64(field.mid(4, 43)).contains("8002") && !field.contains("8002"));
    }
}

void TestAffinity::bind_withoutCookieName_writesNothing()
{
    http::Response response;
    Affinity({}, true).bind(response, *support::makeEndpoint(8002));
    QVERIFY(response.headers.empty());
    QVERIFY(!Affinity({}, true).boundTo(requestWith("cookie", "srv=1"), snapshotOf(upEndpoints(1))));
}

void TestAffinity::boundTo_whatWasBound_isThatEndpoint()
{
    const EndpointList endpoints = upEndpoints(50);
    const auto snapshot = snapshotOf(endpoints);
    Affinity affinity(sticky(), false);
    std::set<QByteArray> cookies;
    for (const EndpointPtr &endpoint : endpoints) {
        const QByteArray cookie = cookieFor(affinity, *endpoint);
        QCOMPARE(affinity.boundTo(requestWith("cookie", "a=1; " + cookie), snapshot), endpoint);
        cookies.insert(cookie);
    }
    QCOMPARE(cookies.size(), endpoints.size());
    QVERIFY(!affinity.boundTo(requestWith("x-cookie", *cookies.begin()), snapshot));
}

void TestAffinity::boundTo_endpointThatMayHaveNoMore_isNobody()
{
    const EndpointList endpoints = upEndpoints(2);
    const auto snapshot = snapshotOf(endpoints);
    Endpoint &endpoint = *endpoints[0];
    Affinity affinity(sticky(), false);
    const http::Request request = requestWith("cookie", cookieFor(affinity, endpoint));
    const auto bound = [&] { return affinity.boundTo(request, snapshot) == endpoints[0]; };

    QVERIFY(bound());
    for (const Administration out : {Administration::Drain, Administration::Maint}) {
        endpoint.administer(out, 1);
        QVERIFY(!affinity.boundTo(request, snapshot));
        endpoint.administer(Administration::Ready, 1);
        QVERIFY(bound());
    }
    support::setUp(endpoint, false);
    QVERIFY(!affinity.boundTo(request, snapshot));
    support::setUp(endpoint, true);
    endpoint.setInFlightLimit(1);
    endpoint.attemptStarted(PickReason::Sticky);
    QVERIFY(!affinity.boundTo(request, snapshot));
    endpoint.attemptCancelled();
    QVERIFY(bound());
}

void TestAffinity::boundTo_endpointGoneAndBack_follows()
{
    const EndpointList endpoints = upEndpoints(3);
    Affinity affinity(sticky(), false);
    const http::Request request = requestWith("cookie", cookieFor(affinity, *endpoints[1]));
    QCOMPARE(affinity.boundTo(request, snapshotOf(endpoints)), endpoints[1]);
    QVERIFY(!affinity.boundTo(request, snapshotOf({endpoints[0], endpoints[2]})));
    const EndpointList again = upEndpoints(3); // the same ids, made anew
    QCOMPARE(affinity.boundTo(request, snapshotOf(again)), again[1]);
}

void TestAffinity::boundTo_forgedOrMalformed_isNobody_data()
{
    QTest::addColumn<int>("change");
    for (int change = 0; change < 8; ++change)
        QTest::addRow("%d", change) << change;
}

void TestAffinity::boundTo_forgedOrMalformed_isNobody()
{
    QFETCH(int, change);
    const EndpointList endpoints = upEndpoints(1);
    Affinity affinity(sticky(), false);
    const QByteArray good = cookieFor(affinity, *endpoints[0]).mid(4);
    QByteArray first = good;
    first[0] = first[0] == 'A' ? 'B' : 'A';
    QByteArray last = good; // of the part that does not find the endpoint
    last[40] = last[40] == 'A' ? 'B' : 'A';
    const std::array<QByteArray, 8> values{"",
                                           good.chopped(1),
                                           good + "A",
                                           good + "=",
                                           first,
                                           last,
                                           good.left(42) + '!',
                                           QByteArray(10'000, 'A')};
    const http::Request request = requestWith("cookie", "srv=" + values.at(std::size_t(change)));
    QVERIFY(!affinity.boundTo(request, snapshotOf(endpoints)));
}

void TestAffinity::boundTo_otherKeyOrCluster_isNobody()
{
    const EndpointList endpoints = upEndpoints(1);
    Affinity affinity(sticky(), false);
    const Affinity other(sticky(false, "0c93d1f7a8624be5b7f0e1d2c3a49586"), false);
    const QUrl url(QStringLiteral("http://localhost:8002"));
    const Endpoint elsewhere(endpointConfigFor(url, "relatorios"));
    for (const QByteArray &cookie : {cookieFor(other, *endpoints[0]), cookieFor(affinity, elsewhere)})
        QVERIFY(!affinity.boundTo(requestWith("cookie", cookie), snapshotOf(endpoints)));
}

QTEST_GUILESS_MAIN(TestAffinity)
#include "tst_affinity.moc"
