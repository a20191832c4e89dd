// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate/gatefixture.h"
#include "support/certificates.h"
#include "support/tlsclient.h"

#include <QtTest/QSignalSpy>

#include <csignal>

using namespace guarita;
using namespace guarita::test;
using namespace std::chrono_literals;
using support::Certificates;

namespace {

constexpr qint64 window = 256 * 1024; // of a stream
constexpr qint64 others = 390'000;
constexpr qint64 littleRoom = 400'000;
/// Takes nearly all of it.
const QByteArray unfinished =
    "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 500000\r\n\r\n" + QByteArray(others, 'h');

} // namespace

/// The gate with HTTP/2, and clients (http2client.py) that use it well or badly.
class TestHttp2Gate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void client_wellBehaved_isServed_data();
    void client_wellBehaved_isServed();
    void client_attacking_isSentAway_data();
    void client_attacking_isSentAway();
    void client_withoutHttp2_isServedAsEver();
    void http2_notWanted_isNotChosen();
    void client_leaves_handlersAreTold();
    void client_cancels_handlerIsTold();
    void head_slow_isSentAway();
    void body_slow_gets408();
    void window_closedForLong_streamIsReset();
    void windowClosedBeforeTheEnd_streamIsReset();
    void openStream_isInTheAccount();
    void upload_pausedForSpace_goesOnLater();
    void upload_cutWhilePaused_givesItsWindowBack();
    void room_isMadeByWhoIsStuckLongest();
    void connection_idle_isClosedInPeace();
    void drain_answersWhatIsOwedAndCloses();
    void drain_requestCrossesWithTheNotice_isAnswered();
    void streamedAnswer_slowClient_isHeldBack();
    void destroyed_withRepliesHeld_isSafe();

private:
    void makeGate(qint64 room = net::ListenerLimits().bufferedBytes);
    void start(const char *scenario, QProcess &client);
    void start(const char *scenario) { start(scenario, m_client); }
    bool succeeded();

    Certificates m_certificates;
    std::unique_ptr<GateFixture> m_gate;
    QProcess m_client;
};

void TestHttp2Gate::initTestCase()
{
    std::signal(SIGPIPE, SIG_IGN); // as in a daemon
    QVERIFY2(m_certificates.make() && m_certificates.issue("server", "ca", {}), m_certificates.error());
    m_client.setProcessChannelMode(QProcess::MergedChannels);
}

void TestHttp2Gate::init()
{
    makeGate();
}

void TestHttp2Gate::makeGate(qint64 room)
{
    net::ListenerLimits limits;
    limits.bufferedBytes = room;
    const auto context = tls::TlsContext::load({m_certificates.path("server"), m_certificates.path("key")},
                                               core::SystemClock().wallNow(), tls::Http::OneAndTwo);
    m_gate = std::make_unique<GateFixture>(limits, context.value());
}

void TestHttp2Gate::start(const char *scenario, QProcess &client)
{
    client.start(QStringLiteral("/usr/bin/python3"),
                 {QStringLiteral(HTTP2CLIENT), QString::fromLatin1(scenario), QString::number(m_gate->port),
                  m_certificates.path("ca")});
}

bool TestHttp2Gate::succeeded()
{
    QSignalSpy finished(&m_client, &QProcess::finished);
    const bool ended = m_client.state() == QProcess::NotRunning || finished.wait(60'000);
    if (ended && m_client.exitCode() == 0)
        return true;
    qWarning("%s", m_client.readAll().constData());
    m_client.kill();
    return false;
}

void TestHttp2Gate::client_wellBehaved_isServed_data()
{
    QTest::addColumn<QByteArray>("scenario");
    for (const char *scenario : {"plain", "many", "bodies", "refusals", "too_many_streams"})
        QTest::newRow(scenario) << QByteArray(scenario);
}

void TestHttp2Gate::client_wellBehaved_isServed()
{
    QFETCH(QByteArray, scenario);
    start(scenario);
    QVERIFY(succeeded());
    QTRY_COMPARE(m_gate->app.stats().open, 0);
    QCOMPARE(m_gate->app.stats().bufferedBytes, 0);
    QCOMPARE(m_gate->app.stats().inFlight, 0);
}

void TestHttp2Gate::client_attacking_isSentAway_data()
{
    QTest::addColumn<QByteArray>("scenario");
    for (const char *scenario :
         {"rapid_reset", "rapid_reset_in_peace", "header_bomb", "malformed_flood", "ping_flood",
          "settings_flood", "empty_data_flood", "continuation_flood", "no_preface"})
        QTest::newRow(scenario) << QByteArray(scenario);
}

void TestHttp2Gate::client_attacking_isSentAway()
{
    QFETCH(QByteArray, scenario);
    start(scenario);
    QVERIFY(succeeded());
    QTRY_COMPARE(m_gate->app.stats().open, 0);
    QCOMPARE(m_gate->app.stats().bufferedBytes, 0);
    QCOMPARE(m_gate->app.stats().inFlight, 0);
    QVERIFY(m_gate->held.size() <= 201);
}

void TestHttp2Gate::client_withoutHttp2_isServedAsEver()
{
    support::TlsClient client(m_gate->port, support::TlsClient::trusting(m_certificates.path("ca")));
    client.send(get("/now"));
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.socket().sslConfiguration().nextNegotiatedProtocol(), QByteArray("http/1.1"));
}

void TestHttp2Gate::http2_notWanted_isNotChosen()
{
    const auto context = tls::TlsContext::load({m_certificates.path("server"), m_certificates.path("key")},
                                               core::SystemClock().wallNow());
    m_gate->app.useTls(context.value());
    QSslConfiguration tls = support::TlsClient::trusting(m_certificates.path("ca"));
    tls.setAllowedNextProtocols({"h2", "http/1.1"});
    support::TlsClient client(m_gate->port, tls);
    client.send(get("/now"));
    QTRY_COMPARE(client.count(), 1);
}

void TestHttp2Gate::client_leaves_handlersAreTold()
{
    start("leave");
    QVERIFY(succeeded());
    QTRY_COMPARE(m_gate->toldThatClientLeft, 2);
    QTRY_COMPARE(m_gate->app.stats().open, 0);
    QCOMPARE(m_gate->app.stats().inFlight, 0);
}

void TestHttp2Gate::client_cancels_handlerIsTold()
{
    start("cancel");
    QVERIFY(succeeded());
    QTRY_COMPARE(m_gate->toldThatClientLeft, 1);
    QCOMPARE(m_gate->observer.countOf(200), 2);
}

void TestHttp2Gate::head_slow_isSentAway()
{
    start("slow_head");
    QTRY_VERIFY(m_gate->app.stats().bufferedBytes > 0);
    m_gate->clock.advance(net::ListenerLimits().headerDeadline);
    QVERIFY(succeeded());
}

void TestHttp2Gate::body_slow_gets408()
{
    start("slow_body");
    QTRY_VERIFY(m_gate->app.stats().bufferedBytes > 0);
    m_gate->clock.advance(net::ListenerLimits().bodyProgress);
    QVERIFY(succeeded());
}

void TestHttp2Gate::window_closedForLong_streamIsReset()
{
    start("zero_window");
    QTRY_VERIFY(m_gate->app.stats().bufferedBytes >= 32 * 1024 * 1024);
    m_gate->clock.advance(net::ListenerLimits().stalledWrite);
    QTRY_COMPARE(m_gate->app.stats().bufferedBytes, 0);
    QVERIFY(succeeded());
}

void TestHttp2Gate::windowClosedBeforeTheEnd_streamIsReset()
{
    std::optional<http::ResponseStream> stream;
    m_gate->onStream = [&](http::Request, http::ReplyHandle reply) {
        stream.emplace(reply.begin({}));
        stream->write("12345"); // what the window takes
    };
    start("end_without_window");
    QTRY_VERIFY(stream);
    stream->finish();
    QTRY_COMPARE(m_gate->observer.countOf(200), 1);
    m_gate->clock.advance(net::ListenerLimits().stalledWrite);
    QVERIFY(succeeded());
    QCOMPARE(m_gate->app.stats().timedOut, 1);
}

void TestHttp2Gate::openStream_isInTheAccount()
{
    constexpr qint64 atLeast = 2048;
    start("held");
    QTRY_COMPARE(m_gate->held.size(), std::size_t(1));
    QVERIFY(m_gate->app.stats().bufferedBytes >= atLeast);
    m_gate->answerHeld();
    QVERIFY(succeeded());
    QTRY_COMPARE(m_gate->app.stats().bufferedBytes, 0);
}

/// What others do meanwhile (a pipeline's turns) does not make it forgotten.
void TestHttp2Gate::upload_pausedForSpace_goesOnLater()
{
    makeGate(littleRoom);
    const QSslConfiguration tls = support::TlsClient::trusting(m_certificates.path("ca"));
    support::TlsClient holder(m_gate->port, tls);
    holder.send(unfinished);
    QTRY_VERIFY(m_gate->app.stats().bufferedBytes >= others);
    start("upload");
    QTRY_VERIFY(m_gate->app.stats().bufferedBytes >= others + window);
    support::TlsClient pipeline(m_gate->port, tls);
    pipeline.send(get("/now").repeated(40));
    QTRY_COMPARE(pipeline.count(), 40);
    holder.socket().abort();
    QVERIFY(succeeded());
}

void TestHttp2Gate::upload_cutWhilePaused_givesItsWindowBack()
{
    makeGate(littleRoom);
    support::TlsClient holder(m_gate->port, support::TlsClient::trusting(m_certificates.path("ca")));
    holder.send(unfinished);
    QTRY_VERIFY(m_gate->app.stats().bufferedBytes >= others);
    start("upload_after_others_were_cut");
    QTRY_VERIFY(m_gate->app.stats().bufferedBytes >= others + 4 * window);
    m_client.write("now\n");
    QTRY_VERIFY(m_gate->app.stats().bufferedBytes < others + 2 * window);
    holder.socket().abort();
    QVERIFY(succeeded());
}

/// Not by who only has an older request that waits for its handler.
void TestHttp2Gate::room_isMadeByWhoIsStuckLongest()
{
    constexpr qint64 large = 32 * 1024 * 1024;
    makeGate(large + large / 2);
    QProcess other;
    start("large_beside_later", other);
    QTRY_COMPARE(m_gate->held.size(), std::size_t(1));
    m_gate->clock.advance(1s);
    start("zero_window");
    QTRY_VERIFY(m_gate->app.stats().bufferedBytes >= large);
    m_gate->clock.advance(1s);
    other.write("now\n");
    QVERIFY(succeeded()); // it was reset
    QVERIFY(m_gate->app.stats().bufferedBytes >= large);
    QCOMPARE(m_gate->toldThatClientLeft, 0);
    other.kill();
    QVERIFY(other.waitForFinished());
}

void TestHttp2Gate::connection_idle_isClosedInPeace()
{
    start("idle");
    QTRY_COMPARE(m_gate->observer.countOf(200), 1);
    QTest::qWait(50);
    m_gate->clock.advance(net::ListenerLimits().idle);
    QVERIFY(succeeded());
}

void TestHttp2Gate::drain_answersWhatIsOwedAndCloses()
{
    m_client.start(QStringLiteral("curl"), // Python's h2 takes no answer behind a GOAWAY
                   {QStringLiteral("-sS"), QStringLiteral("--http2"), QStringLiteral("--cacert"),
                    m_certificates.path("ca"),
                    QStringLiteral("https://localhost:%1/later").arg(m_gate->port)});
    QTRY_COMPARE(m_gate->held.size(), std::size_t(1));
    bool drained = false;
    m_gate->app.drain([&] { drained = true; });
    QTest::qWait(1'200); // the notice
    QVERIFY(!drained);
    m_gate->answerHeld();
    QTRY_VERIFY(drained);
    QVERIFY(succeeded());
    QCOMPARE(m_client.readAll(), QByteArray("later"));
}

void TestHttp2Gate::drain_requestCrossesWithTheNotice_isAnswered()
{
    start("begun_after_notice");
    QTRY_COMPARE(m_gate->observer.countOf(200), 1);
    bool drained = false;
    m_gate->app.drain([&] { drained = true; });
    QVERIFY(succeeded());
    QCOMPARE(m_gate->observer.countOf(200), 2);
    QTRY_VERIFY(drained);
}

void TestHttp2Gate::streamedAnswer_slowClient_isHeldBack()
{
    std::optional<http::ResponseStream> stream;
    bool room = true;
    int told = 0;
    m_gate->onStream = [&](http::Request, http::ReplyHandle reply) {
        stream.emplace(reply.begin({}));
        stream->onRoom([&] { ++told; });
        room = stream->write(QByteArray(1024 * 1024, 's'));
    };
    start("stream");
    QTRY_VERIFY(stream);
    QVERIFY(!room);
    QTRY_COMPARE(told, 1);
    stream->finish();
    QVERIFY(succeeded());
}

void TestHttp2Gate::destroyed_withRepliesHeld_isSafe()
{
    start("held");
    QTRY_COMPARE(m_gate->held.size(), std::size_t(1));
    std::deque<http::ReplyHandle> held = std::move(m_gate->held);
    m_gate.reset();
    held.clear();
    QTRY_COMPARE(m_client.state(), QProcess::NotRunning);
}

QTEST_GUILESS_MAIN(TestHttp2Gate)
#include "tst_http2gate.moc"
