// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/stack.h"
#include "support/tieridentity.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <set>

using namespace guarita::support;

/// What the balancer tells of its work, through the whole chain.
class TestObserving : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void requests_forwarded_areListedWithWhatEachTierKnows();
    void requests_ofTheAdministration_areNotListed();
    void events_serverKilled_areToldToAllWhoListen();
    void events_listenerComesBack_getsWhatItMissed();
    void events_listenerThatReadsNothing_holdsNoMemory();
    void events_tooManyListeners_get503();
    void events_balancerDrains_endWhole();

private:
    std::unique_ptr<RawClient> listen(const QByteArray &fields = {}) const
    {
        auto client = std::make_unique<RawClient>(m_stack->balancer().port());
        client->send("GET /admin/eventos HTTP/1.1\r\nHost: t\r\n" +
                     TierIdentity{"GET", "/admin/eventos"}.fields() + fields + "\r\n");
        return client;
    }
    /// One that listens, as soon as those before have left.
    std::unique_ptr<RawClient> accepted() const
    {
        for (int attempt = 0; attempt < 50; ++attempt) {
            auto client = listen();
            if (!QTest::qWaitFor([&] { return client->received().contains("\r\n\r\n"); }))
                return nullptr;
            if (client->received().startsWith("HTTP/1.1 200"))
                return client;
        }
        return nullptr;
    }
    QJsonArray requests(const QByteArray &query = {}) const
    {
        return QJsonDocument::fromJson(
                   m_stack->ask("GET", "/admin/pedidos" + query).body)[QStringLiteral("pedidos")]
            .toArray();
    }

    std::unique_ptr<Stack> m_stack;
};

void TestObserving::initTestCase()
{
    StackOptions options;
    options.environment[QStringLiteral("EVENT_LISTENERS")] = QStringLiteral("4");
    m_stack = std::make_unique<Stack>(options);
    QVERIFY(m_stack->start());
}

void TestObserving::cleanupTestCase()
{
    m_stack.reset();
}

void TestObserving::requests_forwarded_areListedWithWhatEachTierKnows()
{
    QCOMPARE(m_stack->ask("GET", "/itens?limit=1", {}, "X-Request-Id: primeiro\r\n").status, 200);
    QCOMPARE(m_stack->ask("GET", "/itens/9007199254740991", {}, "X-Request-Id: segundo\r\n").status, 404);

    const QJsonArray listed = requests("?limite=2");
    QCOMPARE(listed.size(), 2);
    QCOMPARE(listed[0][QStringLiteral("id")].toString(), QStringLiteral("segundo"));
    const QJsonObject request = listed[1].toObject();
    QCOMPARE(request[QStringLiteral("id")].toString(), QStringLiteral("primeiro"));
    QCOMPARE(request[QStringLiteral("caminho")].toString(), QStringLiteral("/itens"));
    QCOMPARE(request[QStringLiteral("gateway")][QStringLiteral("usuario")].toString(),
             QStringLiteral("usuario"));
    const QJsonObject attempt = request[QStringLiteral("tentativas")][0].toObject();
    QCOMPARE(attempt[QStringLiteral("resultado")].toString(), QStringLiteral("answered"));
    const double server = attempt[QStringLiteral("servidor")][QStringLiteral("total_ms")].toDouble();
    const double balancer = request[QStringLiteral("duracao_ms")].toDouble();
    QVERIFY(server > 0);
    QVERIFY(attempt[QStringLiteral("duracao_ms")].toDouble() >= server);
    QVERIFY(balancer >= attempt[QStringLiteral("duracao_ms")].toDouble());
    QVERIFY(request[QStringLiteral("gateway")][QStringLiteral("total_ms")].toDouble() >= balancer);
}

void TestObserving::requests_ofTheAdministration_areNotListed()
{
    QCOMPARE(m_stack->ask("GET", "/admin/backends").status, 200);
    QCOMPARE(m_stack->ask("GET", "/admin/pedidos").status, 200);
    for (const QJsonValue &each : requests())
        QVERIFY(!each[QStringLiteral("caminho")].toString().startsWith(QStringLiteral("/admin")));
}

void TestObserving::events_serverKilled_areToldToAllWhoListen()
{
    const auto direct = listen();
    RawClient through(m_stack->gateway().port());
    through.send(m_stack->request("GET", "/admin/eventos"));
    QTRY_VERIFY(direct->received().contains("event: amostra\n"));
    QTRY_VERIFY(through.received().contains("event: amostra\n"));
    QTRY_VERIFY(direct->received().count("event: amostra\n") >= 2); // they go on

    m_stack->server(1).kill();
    for (const RawClient *listener : std::initializer_list<const RawClient *>{direct.get(), &through})
        QTRY_VERIFY_WITH_TIMEOUT(
            listener->received().contains("\"de\":\"up\",\"para\":\"down\",\"razao\":\""), 15'000);
    m_stack->server(1).waitForExit();
    QVERIFY(m_stack->server(1).start());
    QVERIFY(m_stack->waitForServers("up", 2));
}

void TestObserving::events_listenerComesBack_getsWhatItMissed()
{
    const QByteArray path = "/admin/backends/127.0.0.1:" + QByteArray::number(m_stack->server(0).port());
    const auto weigh = [&](const QByteArray &weight) {
        return m_stack->ask("PATCH", path, "{\"weight\":" + weight + "}", "If-Match: *\r\n").status;
    };
    QByteArray last;
    {
        const auto first = listen();
        QTRY_VERIFY(first->received().contains("event: amostra\n"));
        QCOMPARE(weigh("7"), 200);
        QTRY_VERIFY(first->received().contains("\"para\":7}\n"));
        const qsizetype at = first->received().lastIndexOf("id: ");
        last = first->received().mid(at + 4).split('\n').first();
    }
    QCOMPARE(weigh("9"), 200);
    const auto again = listen("Last-Event-ID: " + last + "\r\n");
    QTRY_VERIFY(again->received().contains("event: amostra\n"));
    QVERIFY(again->received().contains("\"de\":7,\"para\":9}\n"));
    QVERIFY(!again->received().contains("\"para\":7}\n"));
    QVERIFY(!again->received().contains("event: perdidos\n"));
    QCOMPARE(weigh("1"), 200);
}

/// More changes than the sockets' buffers hold: what a reader does not take is not kept for it.
void TestObserving::events_listenerThatReadsNothing_holdsNoMemory()
{
    const auto deaf = listen();
    QTRY_VERIFY(deaf->received().contains("event: amostra\n"));
    deaf->stopReading();
    const auto quick = listen();
    const QByteArray path = "/admin/backends/127.0.0.1:" + QByteArray::number(m_stack->server(0).port());
    RawClient operatorClient(m_stack->balancer().port());
    const int rounds = 3'000;
    for (int i = 0; i < rounds; ++i) {
        const QByteArray body = "{\"weight\":" + QByteArray::number(2 + i % 2) + "}";
        operatorClient.send("PATCH " + path +
                            " HTTP/1.1\r\nHost: t\r\nIf-Match: *\r\nContent-Type: application/json\r\n" +
                            TierIdentity{"PATCH", path}.fields() +
                            "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }
    QTRY_COMPARE_WITH_TIMEOUT(operatorClient.count(), rounds, 60'000);
    QTRY_VERIFY(quick->received().count("event: mudanca\n") >= rounds - 1);
    QCOMPARE(m_stack->ask("GET", "/itens?limit=1").status, 200);
    const double buffered = metricSum(m_stack->balancer().metricsPort(), "guarita_buffered_bytes");
    QVERIFY2(buffered < 1'000'000, qPrintable(QString::number(buffered)));
}

void TestObserving::events_tooManyListeners_get503()
{
    std::vector<std::unique_ptr<RawClient>> listeners;
    for (int i = 0; i < 4; ++i) {
        listeners.push_back(accepted());
        QVERIFY(listeners.back());
    }
    const auto refused = listen();
    QTRY_COMPARE(refused->count(), 1);
    QCOMPARE(refused->responses().front().status, 503);
    QVERIFY(!refused->responses().front().header("Retry-After").isEmpty());
}

void TestObserving::events_balancerDrains_endWhole()
{
    const std::unique_ptr<RawClient> listener = accepted();
    QVERIFY(listener);
    m_stack->balancer().terminate();
    QTRY_VERIFY(listener->received().endsWith("\r\n0\r\n\r\n"));
    QCOMPARE(m_stack->balancer().waitForExit(), 0);
}

QTEST_GUILESS_MAIN(TestObserving)
#include "tst_observing.moc"
