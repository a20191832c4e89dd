// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeupstream.h"
#include "support/stack.h"
#include "support/tieridentity.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace guarita::support;

/// What the balancer and the servers make of whom they are called by.
class TestTierIdentity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void directCall_withoutIdentity_isRefused_data();
    void directCall_withoutIdentity_isRefused();
    void directCall_withIdentity_isServed();
    void retry_onAnotherServer_isBelieved();
    void otherKey_behindTheGateway_is502();
    void newKey_inThreeSteps_refusesNothing();
    void start_beyondLoopbackWithoutKey_isRefused_data();
    void start_beyondLoopbackWithoutKey_isRefused();

private:
    quint16 portOf(const QByteArray &tier)
    {
        return tier == "balancer" ? m_stack->balancer().port() : m_stack->server(0).port();
    }

    std::unique_ptr<Stack> m_stack;
};

namespace {

QByteArray get(const QByteArray &target, const QByteArray &fields = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: t\r\n" + fields + "\r\n";
}

QString reasonOf(const RawResponse &response)
{
    return QJsonDocument::fromJson(response.body)[QStringLiteral("reason")].toString();
}

using Environment = std::map<QString, QString>;

Environment keyed(Environment environment, const QByteArray &key, const QByteArray &previous = {})
{
    environment[QStringLiteral("TIER_KEY")] = QString::fromLatin1(key);
    environment[QStringLiteral("TIER_KEY_PREVIOUS")] = QString::fromLatin1(previous);
    return environment;
}

} // namespace

void TestTierIdentity::initTestCase()
{
    m_stack = std::make_unique<Stack>();
    QVERIFY(m_stack->start());
}

void TestTierIdentity::directCall_withoutIdentity_isRefused_data()
{
    QTest::addColumn<QByteArray>("tier");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QString>("reason"); // empty: served
    const QString missing = QStringLiteral("identidade_interna_ausente");
    const QString invalid = QStringLiteral("identidade_interna_invalida");
    const QByteArray old = TierIdentity{.method = "GET", .target = "/itens", .at = 1'000'000}.fields();
    const QByteArray another =
        TierIdentity{.method = "GET", .target = "/itens", .key = QByteArray(32, 'x')}.fields();
    for (const QByteArray tier : {"balancer", "server"}) {
        const auto row = [&](const char *name, const QByteArray &target, const QByteArray &fields,
                             const QString &reason) {
            QTest::addRow("%s, %s", tier.constData(), name) << tier << target << fields << reason;
        };
        row("health", "/saude", {}, {});
        row("nothing", "/itens", {}, missing);
        row("unknown path", "/nada", {}, missing);
        row("identity", "/identidade", {}, missing);
        row("a subject alone", "/itens", "X-Guarita-Subject: usuario\r\n", missing);
        row("another key", "/itens", another, invalid);
        row("another target", "/itens/1", TierIdentity{"GET", "/itens"}.fields(), invalid);
        row("another method", "/itens", TierIdentity{"POST", "/itens"}.fields(), invalid);
        row("old", "/itens", old, QStringLiteral("identidade_interna_expirada"));
    }
    QTest::newRow("backends") << QByteArray("balancer") << QByteArray("/admin/backends") << QByteArray()
                              << missing;
}

void TestTierIdentity::directCall_withoutIdentity_isRefused()
{
    QFETCH(QByteArray, tier);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, fields);
    QFETCH(QString, reason);
    const RawResponse response = exchange(portOf(tier), get(target, fields));
    QCOMPARE(response.status, reason.isEmpty() ? 200 : 401);
    QCOMPARE(reasonOf(response), reason);
}

void TestTierIdentity::directCall_withIdentity_isServed()
{
    for (const QByteArray tier : {"balancer", "server"})
        QCOMPARE(exchange(portOf(tier), get("/itens", TierIdentity{"GET", "/itens"}.fields())).status, 200);
}

void TestTierIdentity::retry_onAnotherServer_isBelieved()
{
    FakeUpstream broken;
    broken.setScript([](const SeenRequest &request) {
        return request.target == "/saude" ? UpstreamScript::ok() : UpstreamScript::close();
    });
    StackOptions options;
    options.upstreams = {broken.origin().toString(),
                         QStringLiteral("http://127.0.0.1:%1").arg(m_stack->server(0).port())};
    Stack half(options);
    QVERIFY(half.start());
    while (broken.requests("GET") == 0 || broken.seen().last().target == "/saude")
        QCOMPARE(half.ask("GET", "/itens").status, 200);
    QVERIFY(!broken.seen().last().field("x-guarita-identity").isEmpty());
}

void TestTierIdentity::otherKey_behindTheGateway_is502()
{
    for (const QByteArray &key : {QByteArray(32, 'x'), QByteArray()}) {
        DaemonProcess gateway(
            QStringLiteral("guarita-gateway"),
            keyed({{QStringLiteral("LOAD_BALANCER_URL"),
                    QStringLiteral("http://127.0.0.1:%1").arg(m_stack->balancer().port())},
                   {QStringLiteral("SECRET_KEY"), QStringLiteral("for-tests-only-0123456789abcdefghij")},
                   {QStringLiteral("TOKEN_LIFETIME"), QStringLiteral("60min")}, // as the stack's
                   {QStringLiteral("DEMO"), QStringLiteral("true")}},
                  key),
            m_stack->folder());
        QVERIFY(gateway.start());
        QTRY_COMPARE(exchange(gateway.port(), get("/saude")).status, 200);
        const RawResponse response = exchange(gateway.port(), m_stack->request("GET", "/itens"));
        QCOMPARE(response.status, 502);
        QCOMPARE(reasonOf(response), QStringLiteral("identidade_interna_recusada"));
    }
}

void TestTierIdentity::newKey_inThreeSteps_refusesNothing()
{
    const QByteArray next = "0f1cbb7e5a9446d28d3e0a7c9b61f254";
    std::unique_ptr<DaemonProcess> server;
    const auto restart = [&](const QByteArray &key, const QByteArray &previous) {
        server = std::make_unique<DaemonProcess>(
            QStringLiteral("guarita-server"),
            keyed({{QStringLiteral("SQLITE_FILE"), m_stack->folder() + QStringLiteral("/chaves.sqlite")}},
                  key, previous),
            m_stack->folder());
        return server->start();
    };
    const auto statusUnder = [&](const QByteArray &key) {
        const TierIdentity identity{.method = "GET", .target = "/itens", .key = key};
        return exchange(server->port(), get("/itens", identity.fields())).status;
    };
    QVERIFY(restart(tierKey, next)); // the gateways still sign with the old one, then with the new one
    QCOMPARE(statusUnder(tierKey), 200);
    QCOMPARE(statusUnder(next), 200);
    QVERIFY(restart(next, {}));
    QCOMPARE(statusUnder(next), 200);
    QCOMPARE(statusUnder(tierKey), 401);
}

void TestTierIdentity::start_beyondLoopbackWithoutKey_isRefused_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("balancer") << QStringLiteral("guarita-balancer");
    QTest::newRow("server") << QStringLiteral("guarita-server");
}

void TestTierIdentity::start_beyondLoopbackWithoutKey_isRefused()
{
    QFETCH(QString, program);
    DaemonProcess daemon(program, {{QStringLiteral("HOST"), QStringLiteral("0.0.0.0")}}, m_stack->folder());
    QVERIFY(!daemon.start());
    QVERIFY(daemon.output().contains("TIER_KEY must be set unless HOST is a loopback address"));
    QCOMPARE(daemon.waitForExit(), 64);
}

QTEST_GUILESS_MAIN(TestTierIdentity)
#include "tst_tieridentity.moc"
