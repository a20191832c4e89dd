// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeupstream.h"
#include "support/load.h"
#include "support/stack.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace guarita::support;
using namespace std::chrono_literals;

/// A real gateway and a real balancer in front of servers that misbehave, and behind clients that do.
class TestUpstreamFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void clients_200LeaveMidway_allDaemonsGoOn();
    void upstream_readsThePostAndCloses_seesItOnce();
    void upstream_readsTheGetAndCloses_isAskedAgain();
    void upstream_isSilent_504();
    void upstream_truncates_502();
    void terminate_finishesWhatIsInFlight();
    void slowHeaders_manyClients_areShutOut();
    void headers_200MB_memoryStaysBounded();
    void reasons_areMachineReadable();

private:
    std::unique_ptr<FakeUpstream> m_upstream;
    std::unique_ptr<Stack> m_stack;
    std::function<UpstreamScript(const SeenRequest &)> m_script;
    int requests(const QByteArray &method) const;
};

void TestUpstreamFaults::init()
{
    m_script = [](const SeenRequest &) { return UpstreamScript::ok(); };
    m_upstream = std::make_unique<FakeUpstream>([this](const SeenRequest &seen) {
        return seen.target == "/saude" ? UpstreamScript::ok() : m_script(seen);
    });
    StackOptions options;
    options.upstreams = QStringList{m_upstream->origin().toString()};
    options.environment = {{QStringLiteral("HEADER_DEADLINE"), QStringLiteral("1s")},
                           {QStringLiteral("FIRST_BYTE_DEADLINE"), QStringLiteral("2s")},
                           {QStringLiteral("TOTAL_DEADLINE"), QStringLiteral("3s")}};
    m_stack = std::make_unique<Stack>(options);
    QVERIFY(m_stack->start());
}

void TestUpstreamFaults::cleanup()
{
    m_stack.reset();
    m_upstream.reset();
}

int TestUpstreamFaults::requests(const QByteArray &method) const
{
    int count = 0;
    for (const SeenRequest &seen : m_upstream->seen())
        count += seen.method == method && seen.target != "/saude" ? 1 : 0;
    return count;
}

void TestUpstreamFaults::clients_200LeaveMidway_allDaemonsGoOn()
{
    m_script = [](const SeenRequest &) {
        UpstreamScript script = UpstreamScript::ok();
        script.delay = 300ms;
        return script;
    };
    QCOMPARE(m_stack->ask("GET", "/itens/x").status, 200);
    QTest::qWait(0);
    const int gatewayBefore = m_stack->gateway().openDescriptors();
    const int balancerBefore = m_stack->balancer().openDescriptors();

    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_stack->gateway().port()));
        clients.back()->send(m_stack->request("GET", "/itens/x"));
    }
    QTRY_VERIFY(requests("GET") > 20); // some are with the upstream, some on their way
    clients.clear();
    QTRY_VERIFY_WITH_TIMEOUT(m_stack->gateway().openDescriptors() <= gatewayBefore + 8, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_stack->balancer().openDescriptors() <= balancerBefore + 8, 60'000);
    QVERIFY(m_stack->gateway().running());
    QVERIFY(m_stack->balancer().running());
    QCOMPARE(m_stack->ask("GET", "/itens/x").status, 200);
    QTRY_COMPARE(m_stack->backends().first()[QStringLiteral("in_flight")].toInt(), 0);
}

void TestUpstreamFaults::upstream_readsThePostAndCloses_seesItOnce()
{
    m_script = [](const SeenRequest &) { return UpstreamScript::close(); };
    for (const QByteArray method : {"POST", "PATCH"}) {
        const RawResponse response = m_stack->ask(method, method == "POST" ? "/itens" : "/itens/x", "{}");
        QCOMPARE(response.status, 502);
        QTest::qWait(300); // time for a second execution, if there were one
        QCOMPARE(requests(method), 1);
    }
}

void TestUpstreamFaults::upstream_readsTheGetAndCloses_isAskedAgain()
{
    bool first = true;
    m_script = [&](const SeenRequest &) {
        return std::exchange(first, false) ? UpstreamScript::close() : UpstreamScript::ok();
    };
    QCOMPARE(m_stack->ask("GET", "/itens/x").status, 200); // there is no other server here

    m_script = [](const SeenRequest &) { return UpstreamScript::close(); };
    QCOMPARE(m_stack->ask("GET", "/itens/x").status, 502);
}

void TestUpstreamFaults::upstream_isSilent_504()
{
    m_script = [](const SeenRequest &) { return UpstreamScript::silence(); };
    QElapsedTimer timer;
    timer.start();
    const RawResponse response = m_stack->ask("GET", "/itens/x");
    QCOMPARE(response.status, 504);
    QVERIFY(timer.elapsed() < 6'000);
}

void TestUpstreamFaults::upstream_truncates_502()
{
    m_script = [](const SeenRequest &) {
        UpstreamScript script = UpstreamScript::answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        script.closeAfter = true;
        return script;
    };
    QCOMPARE(m_stack->ask("GET", "/itens/x").status, 502);
}

void TestUpstreamFaults::terminate_finishesWhatIsInFlight()
{
    m_script = [](const SeenRequest &) {
        UpstreamScript script = UpstreamScript::ok("finished");
        script.delay = 1s;
        return script;
    };
    RawClient client(m_stack->gateway().port());
    client.send(m_stack->request("GET", "/itens/x"));
    QTRY_COMPARE(requests("GET"), 1);
    m_stack->gateway().terminate();
    m_stack->balancer().terminate();
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].body, QByteArray("finished"));
    QCOMPARE(m_stack->gateway().waitForExit(), 0);
    QCOMPARE(m_stack->balancer().waitForExit(), 0);
}

void TestUpstreamFaults::slowHeaders_manyClients_areShutOut()
{
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 500; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_stack->gateway().port()));
        clients.back()->send("GET /x HTTP/1.1\r\nHost: t\r\nX-Slow: ");
    }
    QCOMPARE(m_stack->ask("GET", "/itens/x").status, 200); // others are served meanwhile
    for (const auto &client : clients)
        QTRY_VERIFY(client->closed());
    for (const auto &client : clients)
        QCOMPARE(client->responses().at(0).status, 408);
    QCOMPARE(m_stack->ask("GET", "/itens/x").status, 200);
}

void TestUpstreamFaults::headers_200MB_memoryStaysBounded()
{
    constexpr qint64 megabyte = 1024 * 1024;
    const qint64 before = m_stack->gateway().residentBytes();
    RawClient client(m_stack->gateway().port());
    client.send("GET /x HTTP/1.1\r\nHost: t\r\n");
    const QByteArray field = "X-Filler: " + QByteArray(8000, 'x') + "\r\n";
    for (qint64 sent = 0; sent < 200 * megabyte && !client.closed(); sent += field.size() * 128) {
        client.send(field.repeated(128));
        QTest::qWait(0);
    }
    QTRY_VERIFY(client.closed());
    QVERIFY(client.received().isEmpty() || client.responses().at(0).status == 431);
    QVERIFY(m_stack->gateway().residentBytes() - before < 8 * megabyte);
    QCOMPARE(m_stack->ask("GET", "/itens/x").status, 200);
}

void TestUpstreamFaults::reasons_areMachineReadable()
{
    m_script = [](const SeenRequest &) { return UpstreamScript::close(); };
    const RawResponse lost = m_stack->ask("POST", "/itens", "{}");
    QCOMPARE(lost.header("Content-Type"), QByteArray("application/problem+json"));
    QVERIFY(!QJsonDocument::fromJson(lost.body)[QStringLiteral("reason")].toString().isEmpty());

    m_upstream.reset();
    QVERIFY(m_stack->waitForServers("down", 1));
    const RawResponse none = m_stack->ask("GET", "/itens/x");
    QCOMPARE(none.status, 503);
    QVERIFY(none.header("Retry-After").toInt() > 0);
    QCOMPARE(QJsonDocument::fromJson(none.body)[QStringLiteral("reason")].toString(),
             QStringLiteral("sem_servidor"));
}

QTEST_GUILESS_MAIN(TestUpstreamFaults)
#include "tst_upstreamfaults.moc"
