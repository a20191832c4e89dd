// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate/gatefixture.h"
#include "net/filedescriptor.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace guarita;
using namespace guarita::test;
using namespace std::chrono_literals;
using support::RawClient;

/// Answers in parts, over real sockets.
class TestStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void http11_isChunked_andTheConnectionGoesOn();
    void http10_lastsUntilTheClose();
    void http10_brokenOff_isReset();
    void lengthTold_isNotChunked();
    void noContent_beginIsTheWholeAnswer_data();
    void noContent_beginIsTheWholeAnswer();
    void head_invalid_is500();
    void unfinished_breaksTheConnection();
    void length_notKept_breaksTheConnection_data();
    void length_notKept_breaksTheConnection();
    void slowClient_writerWaits_memoryStaysBounded();
    void onRoom_mayFinish();
    void client_resets_isToldAtOnce();
    void client_closesQuietStream_isTold();
    void client_closesFlowingStream_isTold();
    void halfClosed_getsWhatFlows();
    void client_takesNothing_closedAfterStall();
    void quietStream_hasNoDeadline();
    void memoryShort_streamMakesRoom();
    void drain_waitsForWhatFlows_breaksOffWhatIsQuiet();
    void breakOffStreams_endsThoseThatAreJudgedSo();
    void destroyed_withStreamsOpen_isSafe();
};

namespace {

/// One /stream whose head is sent at once.
struct Bench
{
    explicit Bench(http::Headers fields = {}, const net::ListenerLimits &limits = {}, int status = 200)
        : gate(limits)
    {
        gate.onStream = [this, fields, status](http::Request, http::ReplyHandle reply) {
            stream = reply.begin({status, fields, "ignored", {}, {}});
            stream.onClientLeft([this] { ++left; });
            begun = true;
        };
    }
    bool open(RawClient &client, const QByteArray &fields = {})
    {
        client.send(get("/stream", fields));
        return QTest::qWaitFor([this] { return begun; });
    }
    /// Writes until told to wait. Returns how much.
    qint64 fill()
    {
        const QByteArray piece(64 * 1024, 'x');
        for (qint64 written = piece.size();; written += piece.size()) {
            if (!stream.write(piece))
                return written;
        }
    }
    const Observed &observed() const { return gate.observer.all.back(); }

    bool begun = false;
    int left = 0;
    GateFixture gate;
    http::ResponseStream stream;
};

/// The content of a complete chunked answer; nothing if it is incomplete or malformed.
std::optional<QByteArray> unchunked(QByteArray bytes)
{
    bytes = bytes.mid(bytes.indexOf("\r\n\r\n") + 4);
    QByteArray content;
    qsizetype at = 0;
    for (;;) {
        const qsizetype end = bytes.indexOf("\r\n", at);
        bool isNumber = false;
        const qsizetype size = bytes.mid(at, end - at).toLongLong(&isNumber, 16);
        at = end + 2;
        if (end < 0 || !isNumber || bytes.mid(at + size, 2) != "\r\n")
            return std::nullopt;
        if (size == 0)
            return content;
        content += bytes.mid(at, size);
        at += size + 2;
    }
}

} // namespace

void TestStreams::http11_isChunked_andTheConnectionGoesOn()
{
    Bench bench({{"Content-Type", "text/csv"}});
    RawClient client(bench.gate.port);
    client.send(get("/stream") + get("/now"));
    QTRY_VERIFY(bench.begun);
    QVERIFY(bench.stream.wantsContent());
    QTRY_VERIFY(client.received().endsWith("\r\n\r\n"));
    QVERIFY(bench.stream.write("abc"));
    QTRY_VERIFY(client.received().endsWith("\r\n\r\n3\r\nabc\r\n"));
    QVERIFY(bench.stream.write({}));
    QVERIFY(bench.stream.write(QByteArray(17, 'y')));
    QVERIFY(bench.gate.observer.all.empty());
    bench.stream.finish();
    QTRY_VERIFY(client.received().endsWith("\r\n\r\nnow")); // the request behind it waited
    const QByteArray head = client.received().left(client.received().indexOf("\r\n\r\n"));
    QVERIFY(head.startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n"));
    QVERIFY(!head.contains("Content-Length"));
    QVERIFY(client.received().contains("\r\n\r\n3\r\nabc\r\n11\r\n" + QByteArray(17, 'y') +
                                       "\r\n0\r\n\r\nHTTP/1.1"));
    QCOMPARE(bench.gate.observer.all.size(), std::size_t(2));
    QCOMPARE(bench.gate.observer.all[0].status, 200);
    QCOMPARE(bench.gate.observer.all[0].bytes, 20);
    QVERIFY(bench.gate.observer.all[0].reason.isEmpty());
    QCOMPARE(bench.gate.app.stats().bufferedBytes, 0);
    QCOMPARE(bench.gate.app.stats().inFlight, 0);
}

void TestStreams::http10_lastsUntilTheClose()
{
    Bench bench;
    RawClient client(bench.gate.port);
    client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QTRY_VERIFY(bench.begun);
    bench.stream.write("abc");
    bench.stream.write("def");
    bench.stream.finish();
    QTRY_VERIFY(client.closed());
    QVERIFY(client.received().contains("Connection: close\r\n"));
    QVERIFY(!client.received().contains("chunked"));
    QVERIFY(client.received().endsWith("\r\n\r\nabcdef"));
}

void TestStreams::http10_brokenOff_isReset()
{
    Bench bench;
    net::FileDescriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(bench.gate.port);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(::connect(socket.get(), reinterpret_cast<sockaddr *>(&there), sizeof(there)), 0);
    const QByteArray request("GET /stream HTTP/1.0\r\n\r\n");
    QCOMPARE(::send(socket.get(), request.data(), std::size_t(request.size()), 0), request.size());
    QTRY_VERIFY(bench.begun);
    bench.stream.write("abc");
    bench.stream = {};
    ssize_t count = 0;
    char buffer[1024];
    while ((count = ::recv(socket.get(), buffer, sizeof(buffer), 0)) > 0) {
    }
    QCOMPARE(count, -1); // the end of a whole answer would be 0
    QCOMPARE(errno, ECONNRESET);
}

void TestStreams::lengthTold_isNotChunked()
{
    Bench bench({{"Content-Length", "6"}});
    RawClient client(bench.gate.port);
    client.send(get("/stream") + get("/now"));
    QTRY_VERIFY(bench.begun);
    bench.stream.write("abc");
    bench.stream.write("def");
    bench.stream.finish();
    QTRY_COMPARE(client.count(), 2);
    QCOMPARE(client.responses()[0].body, QByteArray("abcdef"));
    QVERIFY(client.responses()[0].header("Transfer-Encoding").isEmpty());
}

void TestStreams::noContent_beginIsTheWholeAnswer_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("status");
    QTest::newRow("HEAD") << QByteArray("HEAD") << 200;
    QTest::newRow("204") << QByteArray("GET") << 204;
    QTest::newRow("304") << QByteArray("GET") << 304;
}

void TestStreams::noContent_beginIsTheWholeAnswer()
{
    QFETCH(QByteArray, method);
    QFETCH(int, status);
    Bench bench({}, {}, status);
    RawClient client(bench.gate.port);
    client.send(method + " /stream HTTP/1.1\r\nHost: test\r\n\r\n" + get("/now"));
    QTRY_VERIFY(client.received().endsWith("\r\n\r\nnow"));
    QVERIFY(!bench.stream.wantsContent());
    QVERIFY(bench.stream.write("nobody"));
    bench.stream.finish();
    QVERIFY(!client.received().contains("nobody"));
    QVERIFY(!client.received().contains("chunked"));
    QCOMPARE(bench.gate.observer.countOf(status), status == 200 ? 2 : 1);
}

void TestStreams::head_invalid_is500()
{
    Bench bench({{"X-Evil", "a\r\nb: c"}});
    RawClient client(bench.gate.port);
    client.send(get("/stream"));
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].status, 500);
    QVERIFY(!bench.stream.wantsContent());
}

void TestStreams::unfinished_breaksTheConnection()
{
    Bench bench;
    RawClient client(bench.gate.port);
    QVERIFY(bench.open(client));
    bench.stream.write("abc");
    QTRY_VERIFY(client.received().endsWith("abc\r\n"));
    bench.stream = {};
    QTRY_VERIFY(client.closed());
    QVERIFY(!unchunked(client.received()));
    QCOMPARE(bench.observed().status, 200);
    QCOMPARE(bench.observed().reason, QByteArray("resposta_interrompida"));
    QCOMPARE(bench.observed().bytes, 3);
    QCOMPARE(bench.left, 0);
    QCOMPARE(bench.gate.app.stats().inFlight, 0);
    QCOMPARE(bench.gate.app.stats().bufferedBytes, 0);
}

void TestStreams::length_notKept_breaksTheConnection_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("fewer") << QByteArray("ab");
    QTest::newRow("more") << QByteArray("abcd");
}

void TestStreams::length_notKept_breaksTheConnection()
{
    QFETCH(QByteArray, content);
    Bench bench({{"Content-Length", "3"}});
    RawClient client(bench.gate.port);
    QVERIFY(bench.open(client));
    bench.stream.write(content);
    QCOMPARE(bench.stream.wantsContent(), content.size() < 3);
    bench.stream.finish();
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 0);
    QCOMPARE(bench.observed().reason, QByteArray("resposta_interrompida"));
}

void TestStreams::slowClient_writerWaits_memoryStaysBounded()
{
    Bench bench;
    RawClient client(bench.gate.port);
    client.stopReading();
    QVERIFY(bench.open(client));
    qint64 written = 0;
    qint64 mostBuffered = 0;
    const auto pump = [&] {
        written += bench.fill();
        mostBuffered = std::max(mostBuffered, bench.gate.app.stats().bufferedBytes);
    };
    int rooms = 0;
    bench.stream.onRoom([&] {
        ++rooms;
        if (written < 64 * 1024 * 1024)
            pump();
        else
            bench.stream.finish();
    });
    pump();
    QCOMPARE(rooms, 0);
    QVERIFY(bench.gate.app.stats().bufferedBytes > 0);
    client.socket().setReadBufferSize(0);
    QTRY_VERIFY_WITH_TIMEOUT(client.received().endsWith("0\r\n\r\n"), 30'000);
    QVERIFY(rooms > 1);
    QVERIFY(mostBuffered <= 64 * 1024 + 64);
    const std::optional<QByteArray> content = unchunked(client.received());
    QVERIFY(content.has_value());
    QCOMPARE(content->size(), written);
    QCOMPARE(bench.gate.app.stats().bufferedBytes, 0);
    QCOMPARE(bench.observed().bytes, written);
}

void TestStreams::onRoom_mayFinish()
{
    Bench bench;
    RawClient client(bench.gate.port);
    client.stopReading();
    QVERIFY(bench.open(client));
    const qint64 written = bench.fill();
    const auto alive = std::make_shared<int>(1);
    int seen = 0;
    bench.stream.onRoom([&bench, &seen, alive] {
        bench.stream.finish();
        seen = *alive; // what the callback holds is still there
    });
    client.socket().setReadBufferSize(0);
    QTRY_COMPARE(seen, 1);
    QTRY_VERIFY(unchunked(client.received()).has_value());
    QCOMPARE(unchunked(client.received())->size(), written);
    QCOMPARE(alive.use_count(), 1);
}

void TestStreams::client_resets_isToldAtOnce()
{
    Bench bench;
    RawClient client(bench.gate.port);
    QVERIFY(bench.open(client));
    bench.stream.write("abc");
    QTRY_VERIFY(client.received().endsWith("abc\r\n"));
    const linger reset{1, 0};
    ::setsockopt(int(client.socket().socketDescriptor()), SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    client.abort();
    QTRY_COMPARE(bench.left, 1);
    QVERIFY(!bench.stream.wantsContent());
    QVERIFY(bench.stream.write("nobody"));
    QCOMPARE(bench.gate.app.stats().open, 0);
    QCOMPARE(bench.gate.app.stats().inFlight, 0);
    bench.stream.finish();
    QCOMPARE(bench.observed().status, 499);
    QCOMPARE(bench.observed().reason, QByteArray("cliente_saiu"));
    QCOMPARE(bench.observed().bytes, 3);
}

void TestStreams::client_closesQuietStream_isTold()
{
    Bench bench;
    RawClient client(bench.gate.port);
    QVERIFY(bench.open(client));
    bench.gate.clock.advance(2s);
    client.finishSending();
    QTRY_COMPARE(bench.left, 1);
}

void TestStreams::client_closesFlowingStream_isTold()
{
    Bench bench;
    RawClient client(bench.gate.port);
    QVERIFY(bench.open(client));
    client.finishSending();
    QTRY_VERIFY(client.closed());
    for (int i = 0; i < 2; ++i) { // the first byte after it is answered with a reset
        RawClient other(bench.gate.port);
        other.send(get("/now"));
        QTRY_COMPARE(other.count(), 1);
        bench.stream.write("event");
    }
    QTRY_COMPARE(bench.left, 1);
}

void TestStreams::halfClosed_getsWhatFlows()
{
    Bench bench;
    RawClient client(bench.gate.port);
    QVERIFY(bench.open(client));
    QCOMPARE(::shutdown(static_cast<int>(client.socket().socketDescriptor()), SHUT_WR), 0);
    for (int i = 0; i < 5; ++i) {
        bench.gate.clock.advance(900ms);
        const qsizetype before = client.received().size();
        bench.stream.write("more");
        QTRY_VERIFY(client.received().size() > before);
    }
    QCOMPARE(bench.left, 0);
    bench.gate.clock.advance(2s); // nothing flows any more
    QTRY_COMPARE(bench.left, 1);
}

void TestStreams::client_takesNothing_closedAfterStall()
{
    Bench bench;
    RawClient client(bench.gate.port);
    client.stopReading();
    QVERIFY(bench.open(client));
    bench.fill();
    bench.gate.clock.advance(31s);
    QTRY_COMPARE(bench.left, 1);
    QCOMPARE(bench.gate.app.stats().open, 0);
    QCOMPARE(bench.gate.app.stats().bufferedBytes, 0);
    bench.stream = {};
    QCOMPARE(bench.observed().status, 499);
}

void TestStreams::quietStream_hasNoDeadline()
{
    Bench bench;
    RawClient client(bench.gate.port);
    QVERIFY(bench.open(client));
    RawClient idle(bench.gate.port);
    QTRY_COMPARE(bench.gate.app.stats().open, 2);
    bench.gate.clock.advance(24h);
    QTRY_VERIFY(idle.closed()); // the deadlines have been looked at
    bench.stream.write("awake");
    QTRY_VERIFY(client.received().endsWith("awake\r\n"));
    QCOMPARE(bench.left, 0);
}

void TestStreams::memoryShort_streamMakesRoom()
{
    net::ListenerLimits limits;
    limits.bufferedBytes = 8 * 1024 * 1024;
    Bench bench({}, limits);
    RawClient client(bench.gate.port);
    client.stopReading();
    QVERIFY(bench.open(client));
    bench.stream.write(QByteArray(24 * 1024 * 1024, 'x'));
    QCOMPARE(bench.left, 0);
    QTRY_COMPARE(bench.left, 1);
    QCOMPARE(bench.gate.app.stats().madeRoom, 1);
    QCOMPARE(bench.gate.app.stats().bufferedBytes, 0);
}

void TestStreams::drain_waitsForWhatFlows_breaksOffWhatIsQuiet()
{
    net::ListenerLimits limits;
    limits.drainNotice = 0ms;
    Bench bench({}, limits);
    RawClient flowing(bench.gate.port);
    QVERIFY(bench.open(flowing));
    http::ResponseStream flows = std::move(bench.stream);
    bench.begun = false;
    RawClient quiet(bench.gate.port);
    QVERIFY(bench.open(quiet));
    bench.left = 0;

    bool drained = false;
    bench.gate.app.drain([&] { drained = true; });
    bench.gate.clock.advance(1100ms);
    flows.write("abc");
    QTRY_COMPARE(bench.left, 1);
    QTRY_VERIFY(quiet.closed());
    QVERIFY(!unchunked(quiet.received()));
    QVERIFY(flows.wantsContent());
    QVERIFY(!drained);
    flows.finish();
    QTRY_VERIFY(drained);
    QCOMPARE(unchunked(flowing.received()), QByteArray("abc"));
}

void TestStreams::breakOffStreams_endsThoseThatAreJudgedSo()
{
    Bench bench;
    RawClient staying(bench.gate.port);
    QVERIFY(bench.open(staying));
    http::ResponseStream stays = std::move(bench.stream);
    bench.begun = false;
    RawClient leaving(bench.gate.port);
    QVERIFY(bench.open(leaving, "X-Subject: ana\r\n"));
    RawClient waiting(bench.gate.port);
    waiting.send(get("/later", "X-Subject: ana\r\n"));
    QTRY_COMPARE(bench.gate.held.size(), std::size_t(1));

    bench.gate.app.breakOffStreams([](const http::Caller &caller, http::Method, const QByteArray &path) {
        return caller.subject == "ana" && path == "/stream" ? QByteArray("acabou") : QByteArray();
    });
    QCOMPARE(bench.left, 1);
    QVERIFY(!bench.stream.wantsContent());
    QTRY_VERIFY(leaving.closed());
    QVERIFY(!unchunked(leaving.received()));
    QCOMPARE(bench.observed().status, 200);
    QCOMPARE(bench.observed().reason, QByteArray("acabou"));
    stays.finish();
    QTRY_COMPARE(unchunked(staying.received()), QByteArray(""));
    bench.gate.app.breakOffStreams([](auto &&...) { return QByteArray("acabou"); });
    bench.gate.answerHeld(); // it had not begun
    QTRY_COMPARE(waiting.count(), 1);
}

void TestStreams::destroyed_withStreamsOpen_isSafe()
{
    http::ResponseStream outliving;
    const auto held = std::make_shared<int>(1);
    {
        Bench bench;
        RawClient client(bench.gate.port);
        QVERIFY(bench.open(client));
        bench.stream.onRoom([held] {});
        outliving = std::move(bench.stream);
    }
    QCOMPARE(held.use_count(), 1);
    QVERIFY(!outliving.wantsContent());
    QVERIFY(outliving.write("too late"));
    outliving.finish();
}

QTEST_GUILESS_MAIN(TestStreams)
#include "tst_streams.moc"
