// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate/gatefixture.h"
#include "support/certificates.h"

#include <csignal>

using namespace guarita;
using namespace guarita::test;
using namespace std::chrono_literals;
using support::RawClient;

/// The gate behind proxies that tell for whom they speak.
class TestProxyGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void header_beforeRequests_tellsTheClient();
    void header_inPieces_tellsTheClient();
    void header_missing_isClosed();
    void header_tooSlow_isClosed();
    void header_ofManyClients_eachHasItsPlaces();
    void header_beforeTls_isReadFirst();
    void peer_notTrusted_isClosed();
    void forwardedFor_ofTrusted_tellsTheClient();
    void forwardedFor_ofOthers_isIgnored();
    void forwardedProto_twice_isNotBelieved();
    void rest_ofOneClient_stopsNoOther();

private:
    static net::ProxyTrust trust(const char *list, bool header)
    {
        return {net::TrustedProxies::parse(QString::fromLatin1(list)).value(), header};
    }
};

namespace {

QByteArray introduction(const QByteArray &address)
{
    return "PROXY TCP4 " + address + " 198.51.100.1 56324 443\r\n";
}

} // namespace

void TestProxyGate::header_beforeRequests_tellsTheClient()
{
    GateFixture gate({}, nullptr, trust("127.0.0.1", true));
    RawClient client(gate.port);
    client.send(introduction("203.0.113.1") + get("/who") + get("/who"));
    QTRY_COMPARE(client.count(), 2);
    QCOMPARE(client.responses()[0].body, QByteArray("203.0.113.1 plain"));
    QCOMPARE(client.responses()[1].body, QByteArray("203.0.113.1 plain"));
}

void TestProxyGate::header_inPieces_tellsTheClient()
{
    GateFixture gate({}, nullptr, trust("127.0.0.1", true));
    RawClient client(gate.port);
    QTRY_VERIFY(client.connected());
    for (const char byte : introduction("203.0.113.1")) {
        client.send(QByteArray(1, byte));
        client.socket().flush();
        QTest::qWait(1);
    }
    client.send(get("/who"));
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].body, QByteArray("203.0.113.1 plain"));
}

void TestProxyGate::header_missing_isClosed()
{
    GateFixture gate({}, nullptr, trust("127.0.0.1", true));
    RawClient client(gate.port);
    client.send(get("/who"));
    QTRY_VERIFY(client.closed());
    QVERIFY(client.received().isEmpty());
    QCOMPARE(gate.app.stats().rejectedMessages, 1);
}

void TestProxyGate::header_tooSlow_isClosed()
{
    GateFixture gate({}, nullptr, trust("127.0.0.1", true));
    RawClient client(gate.port);
    client.send("PROXY TCP4");
    QTRY_COMPARE(gate.app.stats().open, 1);
    gate.clock.advance(net::ListenerLimits().headerDeadline);
    QTRY_VERIFY(client.closed());
    QCOMPARE(gate.app.stats().timedOut, 1);
}

void TestProxyGate::header_ofManyClients_eachHasItsPlaces()
{
    net::ListenerLimits limits;
    limits.connectionsPerAddress = 2;
    GateFixture gate(limits, nullptr, trust("127.0.0.1", true));
    std::vector<std::unique_ptr<RawClient>> clients;
    const auto open = [&](const QByteArray &address) {
        clients.push_back(std::make_unique<RawClient>(gate.port));
        clients.back()->send(introduction(address) + get("/who"));
        return clients.back().get();
    };
    for (const char *address : {"203.0.113.1", "203.0.113.1", "203.0.113.2", "203.0.113.2"}) {
        const RawClient *client = open(address);
        QTRY_COMPARE(client->count(), 1);
    }
    const RawClient *third = open("203.0.113.1");
    QTRY_VERIFY(third->closed());
    QCOMPARE(gate.app.stats().refusedPerAddress, 1);
    clients.front()->abort();
    QTRY_COMPARE(gate.app.stats().open, 3);
    const RawClient *next = open("203.0.113.1");
    QTRY_COMPARE(next->count(), 1);
}

void TestProxyGate::header_beforeTls_isReadFirst()
{
    std::signal(SIGPIPE, SIG_IGN); // as in a daemon
    support::Certificates certificates;
    QVERIFY2(certificates.make(), certificates.error());
    const auto context = tls::TlsContext::load({certificates.path("self"), certificates.path("key")},
                                               core::SystemClock().wallNow());
    GateFixture gate({}, context.value(), trust("127.0.0.1", true));
    QSslSocket client;
    QByteArray received;
    QObject::connect(&client, &QSslSocket::readyRead, &client, [&] { received += client.readAll(); });
    QObject::connect(&client, &QSslSocket::encrypted, &client, [&] { client.write(get("/who")); });
    client.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.connectToHost(QHostAddress::LocalHost, gate.port);
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    client.write(introduction("203.0.113.1"));
    client.startClientEncryption();
    QTRY_VERIFY(received.endsWith("203.0.113.1 secure"));
}

void TestProxyGate::peer_notTrusted_isClosed()
{
    GateFixture gate({}, nullptr, trust("10.0.0.0/8", true));
    RawClient client(gate.port);
    client.send(introduction("203.0.113.1") + get("/who"));
    QTRY_VERIFY(client.closed());
    QCOMPARE(gate.app.stats().refusedUntrusted, 1);
}

void TestProxyGate::forwardedFor_ofTrusted_tellsTheClient()
{
    GateFixture gate({}, nullptr, trust("127.0.0.1", false));
    RawClient client(gate.port);
    client.send(get("/who", "X-Forwarded-For: 6.6.6.6, 203.0.113.1\r\nX-Forwarded-Proto: https\r\n"));
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].body, QByteArray("203.0.113.1 secure"));
}

void TestProxyGate::forwardedFor_ofOthers_isIgnored()
{
    GateFixture gate({}, nullptr, trust("10.0.0.0/8", false));
    RawClient client(gate.port);
    client.send(get("/who", "X-Forwarded-For: 203.0.113.1\r\nX-Forwarded-Proto: https\r\n"));
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].body, QByteArray("127.0.0.1 plain"));
}

void TestProxyGate::forwardedProto_twice_isNotBelieved()
{
    GateFixture gate({}, nullptr, trust("127.0.0.1", false));
    RawClient client(gate.port);
    client.send(get("/who", "X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n"));
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].body, QByteArray("127.0.0.1 plain"));
}

void TestProxyGate::rest_ofOneClient_stopsNoOther()
{
    GateFixture gate({}, nullptr, trust("127.0.0.1", false));
    RawClient client(gate.port);
    client.send(get("/enough", "X-Forwarded-For: 203.0.113.1\r\n") +
                get("/who", "X-Forwarded-For: 203.0.113.2\r\n"));
    QTRY_COMPARE(client.count(), 2);
    QCOMPARE(client.responses()[1].body, QByteArray("203.0.113.2 plain"));
}

QTEST_GUILESS_MAIN(TestProxyGate)
#include "tst_proxygate.moc"
