// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/endlessupstream.h"
#include "support/fakeupstream.h"
#include "support/stack.h"

#include <QtCore/QEventLoop>
#include <QtCore/QJsonArray>
#include <QtCore/QTimer>
#include <QtTest/QTest>

using namespace guarita::support;
using namespace std::chrono_literals;

namespace {

constexpr qint64 megabyte = 1024 * 1024;

const QByteArray eventsHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

/// Reads an answer whose content is one letter, and keeps only how much there was of it.
class CountingClient
{
public:
    CountingClient(quint16 port, const QByteArray &request)
    {
        m_socket.setReadBufferSize(64 * 1024);
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket, [this] { read(); });
        m_socket.connectToHost(QHostAddress::LocalHost, port);
        m_socket.write(request);
    }
    /// How much it takes; nothing more until it is told again.
    void take(qint64 bytes)
    {
        m_takes = bytes;
        read();
    }
    bool whole() const { return m_tail.endsWith("\r\n0\r\n\r\n"); }
    bool closed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    qint64 content() const { return m_content; }
    const QByteArray &head() const { return m_head; }

private:
    void read()
    {
        while (m_takes > 0 && m_socket.bytesAvailable() > 0) {
            const QByteArray bytes = m_socket.read(std::min<qint64>(m_takes, 64 * 1024));
            m_takes -= bytes.size();
            m_content += bytes.count('x');
            m_tail = (m_tail + bytes).right(16);
            if (m_head.size() < 512)
                m_head += bytes.first(std::min<qsizetype>(bytes.size(), 512));
        }
    }

    QTcpSocket m_socket;
    QByteArray m_head;
    QByteArray m_tail;
    qint64 m_takes = 0;
    qint64 m_content = 0;
};

} // namespace

/// Answers that stream, through a real gateway and a real balancer.
class TestStreamChain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void large_slowClient_memoryStaysFlat_data();
    void large_slowClient_memoryStaysFlat();
    void upstream_killedMidway_clientSeesItIncomplete();
    void upstream_truncatesChunks_clientSeesItIncomplete();
    void upstream_fallsSilent_streamIsBrokenOff();
    void events_passAtOnce_andTheSubscriberVanishes();
    void http10Client_getsItUntilTheClose();
    void terminate_doesNotWaitForEvents();

private:
    static std::unique_ptr<Stack> stackBefore(const QString &origin);
    static int inFlight(Stack &stack)
    {
        return stack.backends().first()[QStringLiteral("in_flight")].toInt();
    }
};

std::unique_ptr<Stack> TestStreamChain::stackBefore(const QString &origin)
{
    StackOptions options;
    options.upstreams = QStringList{origin};
    options.environment = {{QStringLiteral("TOTAL_DEADLINE"), QStringLiteral("3s")},
                           {QStringLiteral("FIRST_BYTE_DEADLINE"), QStringLiteral("3s")},
                           {QStringLiteral("STREAM_IDLE_DEADLINE"), QStringLiteral("4s")}};
    auto stack = std::make_unique<Stack>(options);
    return stack->start() ? std::move(stack) : nullptr;
}

void TestStreamChain::large_slowClient_memoryStaysFlat_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<qint64>("size");
    QTest::newRow("chunked") << QByteArray("/itens/chunked") << 1024 * megabyte;
    QTest::newRow("length") << QByteArray("/itens/length") << 256 * megabyte;
}

void TestStreamChain::large_slowClient_memoryStaysFlat()
{
    QFETCH(QByteArray, path);
    QFETCH(qint64, size);
    EndlessUpstream upstream;
    const auto stack = stackBefore(upstream.origin());
    QVERIFY(stack);
    QCOMPARE(stack->ask("GET", "/itens/x").status, 200);
    const qint64 gatewayBefore = stack->gateway().residentBytes();
    const qint64 balancerBefore = stack->balancer().residentBytes();
    qint64 gatewayMost = 0;
    qint64 balancerMost = 0;
    const auto measure = [&] {
        gatewayMost = std::max(gatewayMost, stack->gateway().residentBytes() - gatewayBefore);
        balancerMost = std::max(balancerMost, stack->balancer().residentBytes() - balancerBefore);
    };
    CountingClient client(stack->gateway().port(),
                          stack->request("GET", path + '?' + QByteArray::number(size)));
    for (int i = 0; i < 40; ++i) { // takes a little, while other requests come and go
        const qint64 before = client.content();
        client.take(256 * 1024);
        QTRY_VERIFY(client.content() > before);
        QCOMPARE(stack->ask("GET", "/itens/x").status, 200);
        measure();
    }
    QCOMPARE(inFlight(*stack), 1);
    client.take(2 * size);
    QEventLoop loop; // qWaitFor() would nap between two reads
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        measure();
        if (client.content() == size || client.closed())
            loop.quit();
    });
    poll.start(20);
    loop.exec();
    QCOMPARE(client.content(), size);
    QTRY_VERIFY(path == "/itens/length" || client.whole());
    QVERIFY(client.head().contains(path == "/itens/length" ? "Content-Length: 268435456"
                                                           : "Transfer-Encoding: chunked"));
    qInfo("gateway +%lld KiB, balancer +%lld KiB", gatewayMost / 1024, balancerMost / 1024);
    QVERIFY(gatewayMost < 24 * megabyte);
    QVERIFY(balancerMost < 24 * megabyte);
    QTRY_COMPARE(inFlight(*stack), 0);
}

void TestStreamChain::upstream_killedMidway_clientSeesItIncomplete()
{
    EndlessUpstream upstream;
    const auto stack = stackBefore(upstream.origin());
    QVERIFY(stack);
    CountingClient client(stack->gateway().port(), stack->request("GET", "/itens/chunked?100000000000"));
    client.take(4 * megabyte);
    QTRY_VERIFY(client.content() > megabyte);
    upstream.kill();
    const auto closed = [&] {
        client.take(megabyte);
        return client.closed();
    };
    QVERIFY(QTest::qWaitFor(closed, 20'000));
    QVERIFY(client.head().startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(!client.whole());
    QTRY_COMPARE(stack->backends().first()[QStringLiteral("failures_total")].toInt(), 1);
    QVERIFY(stack->gateway().running());
    QVERIFY(stack->balancer().running());
    QTRY_VERIFY(stack->gateway().output().contains("resposta_interrompida"));
}

void TestStreamChain::upstream_truncatesChunks_clientSeesItIncomplete()
{
    FakeUpstream upstream([](const SeenRequest &seen) {
        UpstreamScript script = UpstreamScript::ok();
        if (seen.target == "/itens/stream")
            script = {.bytes = eventsHead + chunk("hello"), .closeAfter = true};
        return script;
    });
    const auto stack = stackBefore(upstream.origin().toString());
    QVERIFY(stack);
    RawClient client(stack->gateway().port());
    client.send(stack->request("GET", "/itens/stream"));
    QTRY_VERIFY(client.closed());
    QVERIFY(client.received().startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(!client.received().endsWith("0\r\n\r\n"));
    QCOMPARE(stack->ask("GET", "/itens/x").status, 200);
}

void TestStreamChain::upstream_fallsSilent_streamIsBrokenOff()
{
    FakeUpstream upstream([](const SeenRequest &seen) {
        return seen.target == "/itens/stream" ? UpstreamScript::answer(eventsHead + chunk("hello"))
                                              : UpstreamScript::ok();
    });
    const auto stack = stackBefore(upstream.origin().toString());
    QVERIFY(stack);
    RawClient client(stack->gateway().port());
    client.send(stack->request("GET", "/itens/stream"));
    QTRY_VERIFY(client.received().contains("hello"));
    QTRY_VERIFY_WITH_TIMEOUT(client.closed(), 15'000);
    QVERIFY(!client.received().endsWith("0\r\n\r\n"));
}

void TestStreamChain::events_passAtOnce_andTheSubscriberVanishes()
{
    FakeUpstream upstream([](const SeenRequest &seen) {
        return seen.target == "/itens/stream" ? UpstreamScript::answer(eventsHead) : UpstreamScript::ok();
    });
    const auto stack = stackBefore(upstream.origin().toString());
    QVERIFY(stack);
    for (const bool reset : {true, false}) {
        const qsizetype seen = upstream.seen().size();
        auto client = std::make_unique<RawClient>(stack->gateway().port());
        client->send(stack->request("GET", "/itens/stream"));
        QTRY_VERIFY(client->received().contains("text/event-stream"));
        QVERIFY(upstream.seen().size() > seen);
        for (int i = 0; i < 5; ++i) {
            const QByteArray event = "id: " + QByteArray::number(i) + "\n\n";
            upstream.push(chunk(event), "/itens/stream");
            QTRY_VERIFY(client->received().endsWith(chunk(event)));
        }
        QCOMPARE(inFlight(*stack), 1);
        if (reset)
            client->abort();
        else
            client->finishSending();
        QTRY_COMPARE_WITH_TIMEOUT(inFlight(*stack), 0, 8'000);
    }
    QCOMPARE(stack->backends().first()[QStringLiteral("failures_total")].toInt(), 0);
}

void TestStreamChain::http10Client_getsItUntilTheClose()
{
    FakeUpstream upstream([](const SeenRequest &seen) {
        return seen.target == "/itens/stream"
                   ? UpstreamScript::answer(eventsHead + chunk("hello") + chunk("you") + "0\r\n\r\n")
                   : UpstreamScript::ok();
    });
    const auto stack = stackBefore(upstream.origin().toString());
    QVERIFY(stack);
    RawClient client(stack->gateway().port());
    client.send(stack->request("GET", "/itens/stream").replace("HTTP/1.1", "HTTP/1.0"));
    QTRY_VERIFY(client.closed());
    QVERIFY(client.received().endsWith("\r\n\r\nhelloyou"));
}

void TestStreamChain::terminate_doesNotWaitForEvents()
{
    FakeUpstream upstream([](const SeenRequest &seen) {
        return seen.target == "/itens/stream" ? UpstreamScript::answer(eventsHead + chunk("hello"))
                                              : UpstreamScript::ok();
    });
    const auto stack = stackBefore(upstream.origin().toString());
    QVERIFY(stack);
    RawClient client(stack->gateway().port());
    client.send(stack->request("GET", "/itens/stream"));
    QTRY_VERIFY(client.received().contains("hello"));
    stack->gateway().terminate();
    QCOMPARE(stack->gateway().waitForExit(), 0);
    QVERIFY(stack->gateway().events(QStringLiteral("drain_deadline_passed")).empty());
    QTRY_VERIFY(client.closed());
    QVERIFY(!client.received().endsWith("0\r\n\r\n"));
}

QTEST_GUILESS_MAIN(TestStreamChain)
#include "tst_streamchain.moc"
