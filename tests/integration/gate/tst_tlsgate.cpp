// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate/gatefixture.h"
#include "support/certificates.h"
#include "support/tlsclient.h"

#include <QtNetwork/QSslKey>

#include <csignal>

using namespace guarita;
using namespace guarita::test;
using namespace std::chrono_literals;
using support::Certificates;
using support::RawClient;
using support::TlsClient;

/// The gate with TLS: handshakes of all kinds, and that HTTP behind them is what it is without.
class TestTlsGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void request_overTls_isAnswered_data();
    void request_overTls_isAnswered();
    void oldProtocol_isRefused();
    void protocols_noneOfOurs_isRefused();
    void session_ofBefore_isResumed();
    void pipelined_many_allAnswered();
    void largeBodyAndAnswer_passWhole();
    void answer_notTakenForLong_goesOnWhenTaken();
    void connectionClose_isToldBeforeTheEnd();
    void plainHttp_isToldSo();
    void garbage_isClosedAndOthersServed();
    void handshake_tooSlow_isClosed();
    void handshake_leftMidway_isForgotten();
    void handshakes_halfOpen_harmNobody();
    void handshakes_stuckAtLimit_makeRoom();
    void renegotiation_isRefused();
    void clientHalfCloses_withReplyOwed_isLeaving();
    void useTls_another_countsForNewConnections();
    void answerHeaders_areOnEveryAnswer();

private:
    tls::TlsContext::Pointer context(const QByteArray &certificate = "server", const QByteArray &key = "key")
    {
        const auto loaded = tls::TlsContext::load(
            {m_certificates.path(certificate), m_certificates.path(key)}, core::SystemClock().wallNow());
        return loaded ? loaded.value() : nullptr;
    }
    QSslConfiguration trust(QSsl::SslProtocol protocol = QSsl::SecureProtocols) const
    {
        return TlsClient::trusting(m_certificates.path("ca"), protocol);
    }
    void startOpenSsl(QProcess &process, quint16 port, const QByteArrayList &more) const
    {
        QStringList arguments{QStringLiteral("s_client"), QStringLiteral("-connect"),
                              QStringLiteral("127.0.0.1:%1").arg(port), QStringLiteral("-CAfile"),
                              m_certificates.path("ca")};
        for (const QByteArray &argument : more)
            arguments += QString::fromLatin1(argument);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("openssl"), arguments);
    }

    Certificates m_certificates;
};

namespace {

const net::HandshakeStats &handshakes(const GateFixture &gate)
{
    static net::HandshakeStats stats;
    stats = gate.app.stats().handshakes.value();
    return stats;
}

/// The beginning of a ClientHello: a record that announces 256 bytes, of which one comes.
const QByteArray halfHello = QByteArray::fromHex("160301010001");

} // namespace

void TestTlsGate::initTestCase()
{
    std::signal(SIGPIPE, SIG_IGN); // as in a daemon
    QVERIFY2(m_certificates.make() && m_certificates.issue("server", "ca", {}) &&
                 m_certificates.issue("next", "ca", {}),
             m_certificates.error());
    QVERIFY(context());
}

void TestTlsGate::request_overTls_isAnswered_data()
{
    QTest::addColumn<QSsl::SslProtocol>("protocol");
    QTest::newRow("1.2") << QSsl::TlsV1_2;
    QTest::newRow("1.3") << QSsl::TlsV1_3;
}

void TestTlsGate::request_overTls_isAnswered()
{
    QFETCH(QSsl::SslProtocol, protocol);
    GateFixture gate({}, context());
    TlsClient client(gate.port, trust(protocol));
    client.send(get("/now"));
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].body, QByteArray("now"));
    QCOMPARE(client.socket().sessionProtocol(), protocol);
    QCOMPARE(client.socket().sslConfiguration().nextNegotiatedProtocol(), QByteArray("http/1.1"));
    QVERIFY(!client.socket().sslConfiguration().ephemeralServerKey().isNull()); // forward secrecy
    client.send(get("/later"));
    QTRY_COMPARE(gate.held.size(), std::size_t(1));
    gate.answerHeld();
    QTRY_COMPARE(client.count(), 2);
    QCOMPARE(handshakes(gate).full, 1);
}

void TestTlsGate::oldProtocol_isRefused()
{
    GateFixture gate({}, context());
    QProcess openssl;
    startOpenSsl(openssl, gate.port, {"-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"});
    QTRY_COMPARE(handshakes(gate).failed, 1);
    QTRY_COMPARE(openssl.state(), QProcess::NotRunning);
    QVERIFY(openssl.readAll().contains("alert protocol version"));
}

/// RFC 7301, 3.2.
void TestTlsGate::protocols_noneOfOurs_isRefused()
{
    GateFixture gate({}, context());
    QSslConfiguration other = trust();
    other.setAllowedNextProtocols({"spdy/3"});
    TlsClient client(gate.port, other);
    QTRY_COMPARE(handshakes(gate).failed, 1);
    QTRY_VERIFY(client.closed());
}

void TestTlsGate::session_ofBefore_isResumed()
{
    GateFixture gate({}, context());
    QSslConfiguration tls = trust(QSsl::TlsV1_2);
    tls.setSslOption(QSsl::SslOptionDisableSessionPersistence, false);
    TlsClient first(gate.port, tls);
    first.send(get("/now"));
    QTRY_COMPARE(first.count(), 1);
    tls.setSessionTicket(first.socket().sslConfiguration().sessionTicket());
    QVERIFY(!tls.sessionTicket().isEmpty());
    TlsClient second(gate.port, tls);
    second.send(get("/now"));
    QTRY_COMPARE(second.count(), 1);
    QCOMPARE(handshakes(gate).full, 1);
    QCOMPARE(handshakes(gate).resumed, 1);

    gate.app.useTls(context()); // has other keys for tickets
    TlsClient third(gate.port, tls);
    third.send(get("/now"));
    QTRY_COMPARE(third.count(), 1);
    QCOMPARE(handshakes(gate).full, 2);
}

void TestTlsGate::pipelined_many_allAnswered()
{
    constexpr int requests = 2000;
    GateFixture gate({}, context());
    TlsClient client(gate.port, trust());
    client.send(get("/now").repeated(requests));
    QTRY_COMPARE_WITH_TIMEOUT(client.received().count("\r\n\r\nnow"), requests, 20'000);
    QCOMPARE(gate.app.stats().bufferedBytes, 0);
}

void TestTlsGate::largeBodyAndAnswer_passWhole()
{
    GateFixture gate({}, context());
    TlsClient client(gate.port, trust());
    QByteArray body(4 * 1024 * 1024, 'x');
    for (qsizetype i = 0; i < body.size(); i += 1000)
        body[i] = static_cast<char>('a' + i / 1000 % 26);
    client.send(post("/echo", body) + get("/large") + get("/now"));
    QTRY_COMPARE_WITH_TIMEOUT(client.received().count("\r\n\r\nnow"), 1, 60'000);
    const auto responses = client.responses();
    QCOMPARE(responses.size(), std::size_t(3));
    QVERIFY(responses[0].body == body);
    QCOMPARE(responses[1].body.count('x'), 32 * 1024 * 1024);
    QCOMPARE(gate.app.stats().bufferedBytes, 0);
}

void TestTlsGate::answer_notTakenForLong_goesOnWhenTaken()
{
    GateFixture gate({}, context());
    TlsClient client(gate.port, trust());
    client.socket().setReadBufferSize(1);
    client.send(get("/large"));
    QTRY_VERIFY(gate.app.stats().bufferedBytes > 0);
    client.socket().setReadBufferSize(0);
    QTRY_COMPARE_WITH_TIMEOUT(client.count(), 1, 60'000);
    QCOMPARE(client.responses()[0].body.size(), 32 * 1024 * 1024);
}

/// Without the close_notify, OpenSSL's client would complain of an unexpected end.
void TestTlsGate::connectionClose_isToldBeforeTheEnd()
{
    GateFixture gate({}, context());
    QProcess openssl;
    startOpenSsl(openssl, gate.port, {"-quiet"});
    openssl.write("GET /large HTTP/1.0\r\nHost: test\r\n\r\n");
    QByteArray output;
    QTRY_VERIFY_WITH_TIMEOUT((output += openssl.readAll(), openssl.state() == QProcess::NotRunning), 60'000);
    output += openssl.readAll();
    QVERIFY(output.contains("200 OK"));
    QVERIFY(output.count('x') >= 32 * 1024 * 1024);
    QVERIFY2(!output.contains("unexpected eof") && !output.contains("errno"), output.right(300));
    QCOMPARE(openssl.exitCode(), 0);
}

void TestTlsGate::plainHttp_isToldSo()
{
    GateFixture gate({}, context());
    RawClient client(gate.port);
    client.send(get("/now"));
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].status, 400);
    QVERIFY(client.responses()[0].body.contains("plain_http"));
    QCOMPARE(handshakes(gate).plainHttp, 1);
}

void TestTlsGate::garbage_isClosedAndOthersServed()
{
    GateFixture gate({}, context());
    RawClient client(gate.port);
    client.send(QByteArray(1000, '\x7f'));
    QTRY_VERIFY(client.closed());
    QCOMPARE(handshakes(gate).failed, 1);
    TlsClient other(gate.port, trust());
    other.send(get("/now"));
    QTRY_COMPARE(other.count(), 1);
    QCOMPARE(gate.app.stats().open, 1);
}

void TestTlsGate::handshake_tooSlow_isClosed()
{
    net::ListenerLimits limits;
    limits.handshake = 2s;
    GateFixture gate(limits, context());
    RawClient silent(gate.port);
    RawClient dripping(gate.port);
    dripping.send(halfHello);
    QTRY_COMPARE(gate.app.stats().open, 2);
    gate.clock.advance(1900ms);
    dripping.send("x"); // progress does not count: it is the whole that has a deadline
    QTest::qWait(50);
    QCOMPARE(gate.app.stats().open, 2);
    gate.clock.advance(200ms);
    QTRY_VERIFY(silent.closed() && dripping.closed());
    QCOMPARE(handshakes(gate).timedOut, 2);
}

void TestTlsGate::handshake_leftMidway_isForgotten()
{
    GateFixture gate({}, context());
    RawClient polite(gate.port);
    polite.send(halfHello);
    RawClient crashed(gate.port);
    crashed.send(halfHello);
    QTRY_COMPARE(gate.app.stats().open, 2);
    polite.finishSending();
    crashed.abort();
    QTRY_COMPARE(gate.app.stats().open, 0);
    QCOMPARE(handshakes(gate).left, 2);
}

void TestTlsGate::handshakes_halfOpen_harmNobody()
{
    GateFixture gate({}, context());
    std::vector<std::unique_ptr<RawClient>> half;
    for (int i = 0; i < 2000; ++i) {
        half.push_back(std::make_unique<RawClient>(gate.port));
        half.back()->send(halfHello);
    }
    TlsClient client(gate.port, trust());
    client.send(get("/now"));
    QTRY_COMPARE(client.count(), 1);
    QTRY_COMPARE(gate.app.stats().open, 2001);
    gate.clock.advance(net::ListenerLimits().handshake);
    QTRY_COMPARE(gate.app.stats().open, 1);
    QCOMPARE(handshakes(gate).timedOut, 2000);
}

void TestTlsGate::handshakes_stuckAtLimit_makeRoom()
{
    net::ListenerLimits limits;
    limits.connections = 4;
    GateFixture gate(limits, context());
    std::vector<std::unique_ptr<RawClient>> half;
    for (int i = 0; i < 4; ++i) {
        half.push_back(std::make_unique<RawClient>(gate.port));
        half.back()->send(halfHello);
    }
    QTRY_COMPARE(gate.app.stats().open, 4);
    gate.clock.advance(1s);
    TlsClient client(gate.port, trust());
    client.send(get("/now"));
    QTRY_COMPARE(client.count(), 1);
}

void TestTlsGate::renegotiation_isRefused()
{
    GateFixture gate({}, context());
    QProcess openssl;
    startOpenSsl(openssl, gate.port, {"-tls1_2"});
    QTRY_COMPARE(handshakes(gate).full, 1);
    QByteArray output;
    QTRY_VERIFY((output += openssl.readAll()).contains("Verify return code: 0"));
    openssl.write("R\n");
    QTRY_VERIFY((output += openssl.readAll()).contains("no renegotiation"));
    QCOMPARE(handshakes(gate).full, 1);
    openssl.kill();
    QTRY_COMPARE(openssl.state(), QProcess::NotRunning);
}

void TestTlsGate::clientHalfCloses_withReplyOwed_isLeaving()
{
    GateFixture gate({}, context());
    TlsClient client(gate.port, trust());
    client.send(get("/later"));
    QTRY_COMPARE(gate.held.size(), std::size_t(1));
    client.socket().disconnectFromHost(); // close_notify, and the end of what it sends
    QTRY_COMPARE(gate.toldThatClientLeft, 1);
    QTRY_COMPARE(gate.app.stats().open, 0);
}

void TestTlsGate::useTls_another_countsForNewConnections()
{
    GateFixture gate({}, context());
    TlsClient before(gate.port, trust());
    before.send(get("/now"));
    QTRY_COMPARE(before.count(), 1);
    gate.app.useTls(context("next"));
    TlsClient after(gate.port, trust());
    after.send(get("/now"));
    before.send(get("/now"));
    QTRY_COMPARE(after.count(), 1);
    QTRY_COMPARE(before.count(), 2);
    QVERIFY(after.socket().peerCertificate().serialNumber() !=
            before.socket().peerCertificate().serialNumber());
}

void TestTlsGate::answerHeaders_areOnEveryAnswer()
{
    GateFixture gate({}, context());
    TlsClient client(gate.port, trust());
    const QByteArrayList paths{"/now", "/health", "/nowhere", "/streamed", "/split"};
    for (const QByteArray &path : paths)
        client.send(get(path));
    QTRY_COMPARE(client.received().count("\r\nEverywhere: yes\r\n"), paths.size());
}

QTEST_GUILESS_MAIN(TestTlsGate)
#include "tst_tlsgate.moc"
