// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"
#include "foreignserver.h"
#include "support/certificates.h"
#include "support/tlspair.h"
#include "tls/tlssession.h"

#include <QtTest/QTest>

#include <fcntl.h>
#include <sys/ioctl.h>

#include <array>
#include <csignal>

using namespace guarita;
using namespace guarita::tls;
using support::SocketPair;
using test::ForeignServer;
using State = Transfer::State;

/// Both sides of TLS against each other, and the client's against servers of others. Who is believed is
/// TestTlsTrust's.
class TestTlsSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void versionsAndSuites_areThoseOfToday_data();
    void versionsAndSuites_areThoseOfToday();
    void serverKey_tooWeak_isRefused();
    void serverName_isTold_data();
    void serverName_isTold();
    void protocol_chosenByServer_mustBeHttp1_data();
    void protocol_chosenByServer_mustBeHttp1();
    void server_withoutTls_isRefused();
    void tickets_areNothingToRead();
    void manyBytes_bothWaysInParts_passWhole();
    void end_withCloseNotifyOrWithout_isEnd_data();
    void end_withCloseNotifyOrWithout_isEnd();
    void handshake_serverGone_isEnd();
    void session_droppedMidHandshake_leavesDescriptorAlone();

private:
    struct Ours; // a client and a server of ours
    ForeignServer foreign(int descriptor, const std::function<void(SSL_CTX *)> &setUp,
                          const QByteArray &certificate = "server", const QByteArray &key = "key") const
    {
        return {descriptor, m_certificates.path(certificate), m_certificates.path(key), setUp};
    }

    support::Certificates m_certificates;
    TlsTrust::Pointer m_trust;
    TlsContext::Pointer m_context;
};

struct TestTlsSession::Ours
{
    explicit Ours(const TestTlsSession &test)
        : client(*test.m_trust, sockets.client.get(), "localhost")
        , server(*test.m_context, sockets.server.get())
    {
    }
    bool shakeHands()
    {
        return support::shakeHands([this] { return client.handshake(); },
                                   [this] { return server.handshake(); })
            .done();
    }

    SocketPair sockets;
    TlsSession client;
    TlsSession server;
};

namespace {

using Record = std::array<char, 16 * 1024>;

State readState(TlsSession &session)
{
    Record record;
    return session.read(record).state;
}

support::Handshake shakeHands(TlsSession &client, ForeignServer &server)
{
    return support::shakeHands([&] { return client.handshake(); }, [&] { return server.handshake(); });
}

/// One direction: a writer that keeps nothing at its place, and a reader.
class Passage
{
public:
    Passage(TlsSession &from, TlsSession &to, const QByteArray &bytes)
        : m_from(from)
        , m_to(to)
        , m_left(bytes)
    {
    }
    bool writeSome()
    {
        const QByteArray moved(m_left.constData(), m_left.size());
        const Transfer written = m_left.isEmpty() ? Transfer{State::WantsRead} : m_from.write(moved);
        m_left.remove(0, written.bytes);
        inParts += written.done() && !m_left.isEmpty();
        blocked += written.state == State::WantsWrite;
        return written.state != State::Failed && written.state != State::End;
    }
    bool readSome()
    {
        Record record;
        const Transfer got = m_to.read(record);
        received.append(record.data(), got.bytes);
        return got.state != State::Failed && got.state != State::End;
    }

    int inParts = 0;
    int blocked = 0;
    QByteArray received;

private:
    TlsSession &m_from;
    TlsSession &m_to;
    QByteArray m_left;
};

QByteArray manyBytes(char first)
{
    QByteArray bytes(1536 * 1024 + 1, first);
    for (qsizetype i = 0; i < bytes.size(); i += 1000)
        bytes[i] = static_cast<char>('a' + i / 1000 % 26);
    return bytes;
}

/// Chooses what `name` says, offered or not; nothing if it says nothing. Notes what was offered.
struct Chooser
{
    QByteArray name;
    QByteArray offered;

    static int choose(SSL *, const unsigned char **chosen, unsigned char *length,
                      const unsigned char *offered, unsigned int offeredLength, void *argument)
    {
        auto *chooser = static_cast<Chooser *>(argument);
        chooser->offered = QByteArray(reinterpret_cast<const char *>(offered), offeredLength);
        *chosen = reinterpret_cast<const unsigned char *>(chooser->name.constData());
        *length = static_cast<unsigned char>(chooser->name.size());
        return chooser->name.isEmpty() ? SSL_TLSEXT_ERR_NOACK : SSL_TLSEXT_ERR_OK;
    }
};

} // namespace

void TestTlsSession::initTestCase()
{
    std::signal(SIGPIPE, SIG_IGN); // as in a daemon
    QVERIFY2(m_certificates.make() &&
                 m_certificates.issue("server", "ca", {.names = "DNS:localhost,IP:127.0.0.1,IP:::1"}) &&
                 m_certificates.run({"req", "-x509", "-newkey", "rsa:1024", "-nodes", "-keyout",
                                     "weak-key.pem", "-days", "2", "-subj", "/CN=weak", "-addext",
                                     "subjectAltName=DNS:localhost", "-out", "weak.pem"}),
             m_certificates.error());
    const auto trust = TlsTrust::fromFile(m_certificates.path("ca"));
    const auto context = TlsContext::load({m_certificates.path("server"), m_certificates.path("key")},
                                          core::SystemClock().wallNow());
    QVERIFY(trust.ok() && context.ok());
    m_trust = trust.value();
    m_context = context.value();
}

void TestTlsSession::versionsAndSuites_areThoseOfToday_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<QByteArray>("suites");
    QTest::addColumn<QByteArray>("refusal"); // of the server, which finds nothing that it has
    const QByteArray noVersion = "tlsv1 alert protocol version";
    const QByteArray noSuite = "sslv3 alert handshake failure";
    const auto row = [](const char *name, int version, const char *suites, const QByteArray &refusal) {
        QTest::newRow(name) << version << QByteArray(suites) << refusal;
    };
    row("1.1", TLS1_1_VERSION, "ALL", noVersion);
    row("1.2", TLS1_2_VERSION, "ALL", {});
    row("1.3", TLS1_3_VERSION, "ALL", {});
    row("1.2, CBC", TLS1_2_VERSION, "ECDHE-RSA-AES128-SHA256", noSuite);
    row("1.2, no forward secrecy", TLS1_2_VERSION, "AES128-GCM-SHA256", noSuite);
}

void TestTlsSession::versionsAndSuites_areThoseOfToday()
{
    QFETCH(int, version);
    QFETCH(QByteArray, suites);
    QFETCH(QByteArray, refusal);
    const SocketPair sockets;
    TlsSession client(*m_trust, sockets.client.get(), "localhost");
    ForeignServer server = foreign(sockets.server.get(), [&](SSL_CTX *context) {
        SSL_CTX_set_min_proto_version(context, version);
        SSL_CTX_set_max_proto_version(context, version);
        SSL_CTX_set_cipher_list(context, suites + "@SECLEVEL=0");
    });
    if (!refusal.isEmpty())
        QTest::ignoreMessage(QtDebugMsg, "handshake failed: " + refusal);
    const support::Handshake outcome = shakeHands(client, server);
    QVERIFY(refusal.isEmpty() ? outcome.done() : outcome.failed());
    if (!refusal.isEmpty())
        return;
    QCOMPARE(client.write("hello").bytes, qsizetype(5));
    QCOMPARE(server.read(), QByteArray("hello"));
    QVERIFY(!client.resumed());
    QVERIFY(!client.choseHttp2());
}

void TestTlsSession::serverKey_tooWeak_isRefused()
{
    const auto trust = TlsTrust::fromFile(m_certificates.path("weak"));
    QVERIFY(trust.ok());
    const SocketPair sockets;
    TlsSession client(*trust.value(), sockets.client.get(), "localhost");
    ForeignServer server = foreign(
        sockets.server.get(), [](SSL_CTX *) {}, "weak", "weak-key");
    QTest::ignoreMessage(QtDebugMsg, "handshake failed: the certificate: EE certificate key too weak");
    QVERIFY(shakeHands(client, server).failed());
}

void TestTlsSession::serverName_isTold_data()
{
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("localhost") << QByteArray("localhost");
    QTest::newRow("localhost.") << QByteArray("localhost");
    QTest::newRow("127.0.0.1") << QByteArray();
    QTest::newRow("::1") << QByteArray();
}

/// RFC 6066, 3: without a dot at the end, and no addresses.
void TestTlsSession::serverName_isTold()
{
    QFETCH(QByteArray, told);
    const SocketPair sockets;
    TlsSession client(*m_trust, sockets.client.get(), QTest::currentDataTag());
    ForeignServer server = foreign(sockets.server.get(), [](SSL_CTX *) {});
    QVERIFY(shakeHands(client, server).done());
    QCOMPARE(QByteArray(server.name()), told);
    QCOMPARE(server.name() == nullptr, told.isEmpty());
}

void TestTlsSession::protocol_chosenByServer_mustBeHttp1_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<QByteArray>("chosen");
    QTest::addColumn<bool>("good");
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        const auto row = [&](const char *name, const QByteArray &chosen, bool good) {
            QTest::addRow("%s, %x", name, version) << version << chosen << good;
        };
        row("none", {}, true);
        row("HTTP/1.1", "http/1.1", true);
        row("HTTP/2", "h2", false);
    }
}

void TestTlsSession::protocol_chosenByServer_mustBeHttp1()
{
    QFETCH(int, version);
    QFETCH(QByteArray, chosen);
    QFETCH(bool, good);
    Chooser chooser{chosen, {}};
    const SocketPair sockets;
    TlsSession client(*m_trust, sockets.client.get(), "localhost");
    ForeignServer server = foreign(sockets.server.get(), [&](SSL_CTX *context) {
        SSL_CTX_set_max_proto_version(context, version);
        SSL_CTX_set_alpn_select_cb(context, Chooser::choose, &chooser);
    });
    QVERIFY(shakeHands(client, server).client == (good ? State::Done : State::Failed));
    QCOMPARE(chooser.offered, QByteArray("\x08http/1.1"));
}

void TestTlsSession::server_withoutTls_isRefused()
{
    const SocketPair sockets;
    TlsSession client(*m_trust, sockets.client.get(), "localhost");
    QVERIFY(client.handshake().state == State::WantsRead);
    const QByteArray answer = "HTTP/1.1 400 Bad Request\r\n\r\n";
    QCOMPARE(::send(sockets.server.get(), answer.constData(), std::size_t(answer.size()), 0), answer.size());
    QVERIFY(client.handshake().state == State::Failed);
    QVERIFY(!client.metPlainHttp()); // which is of servers
}

/// RFC 8446, 4.6.1: they make a descriptor readable, and are not the peer's words. Each is a read of its own:
/// a server that sends nothing else does not hold us.
void TestTlsSession::tickets_areNothingToRead()
{
    Ours ours(*this);
    QVERIFY(ours.shakeHands());
    int waiting = 0;
    QCOMPARE(::ioctl(ours.sockets.client.get(), FIONREAD, &waiting), 0);
    QVERIFY(waiting > 0);
    int reads = 0;
    for (; waiting > 0 && reads < 10; ++reads) {
        QVERIFY(readState(ours.client) == State::WantsRead);
        ::ioctl(ours.sockets.client.get(), FIONREAD, &waiting);
    }
    QCOMPARE(reads, 2);
    QCOMPARE(ours.server.write("hello").bytes, qsizetype(5));
    QVERIFY(readState(ours.client) == State::Done);
}

void TestTlsSession::manyBytes_bothWaysInParts_passWhole()
{
    Ours ours(*this);
    QVERIFY(ours.shakeHands());
    constexpr int little = 64 * 1024; // whatever the machine's default is
    for (const auto *socket : {&ours.sockets.client, &ours.sockets.server})
        QCOMPARE(::setsockopt(socket->get(), SOL_SOCKET, SO_SNDBUF, &little, sizeof(little)), 0);
    const QByteArray request = manyBytes('q');
    const QByteArray answer = manyBytes('a');
    Passage up(ours.client, ours.server, request);
    Passage down(ours.server, ours.client, answer);
    // Both fill their sockets before either reads.
    for (int turn = 0; turn < 10'000 && (up.received != request || down.received != answer); ++turn) {
        for (int i = 0; i < 40; ++i)
            QVERIFY(up.writeSome() && down.writeSome());
        for (int i = 0; i < 40; ++i)
            QVERIFY(up.readSome() && down.readSome());
    }
    QVERIFY(up.received == request);
    QVERIFY(down.received == answer);
    QVERIFY(up.inParts > 0 && down.inParts > 0);
    QVERIFY(up.blocked > 0 && down.blocked > 0);
}

void TestTlsSession::end_withCloseNotifyOrWithout_isEnd_data()
{
    QTest::addColumn<bool>("told");
    QTest::newRow("close_notify") << true;
    QTest::newRow("end of the connection alone") << false;
}

void TestTlsSession::end_withCloseNotifyOrWithout_isEnd()
{
    QFETCH(bool, told);
    Ours ours(*this);
    QVERIFY(ours.shakeHands());
    QCOMPARE(ours.server.write("bye").bytes, qsizetype(3));
    if (told)
        QVERIFY(ours.server.finishWriting().done());
    else
        ours.sockets.server.reset();
    State state = State::WantsRead;
    int readable = 0;
    for (int i = 0; i < 10 && state != State::End; ++i) {
        state = readState(ours.client);
        readable += state == State::Done;
    }
    QVERIFY(state == State::End);
    QCOMPARE(readable, 1); // what came before
    if (!told)
        return;
    QVERIFY(ours.client.finishWriting().done());
    QVERIFY(readState(ours.server) == State::End);
}

void TestTlsSession::handshake_serverGone_isEnd()
{
    Ours ours(*this);
    QVERIFY(ours.client.handshake().state == State::WantsRead);
    Record hello;
    QVERIFY(::recv(ours.sockets.server.get(), hello.data(), hello.size(), 0) > 0); // none is left: no reset
    ours.sockets.server.reset();
    QVERIFY(ours.client.handshake().state == State::End);
}

/// At each point at which it may be: it tells the server nothing, and the descriptor is its owner's.
void TestTlsSession::session_droppedMidHandshake_leavesDescriptorAlone()
{
    const auto waiting = [](const net::FileDescriptor &socket) {
        int bytes = -1;
        ::ioctl(socket.get(), FIONREAD, &bytes);
        return bytes;
    };
    for (int steps = 0; steps < 4; ++steps) {
        const SocketPair sockets;
        auto client = std::make_unique<TlsSession>(*m_trust, sockets.client.get(), "localhost");
        TlsSession server(*m_context, sockets.server.get());
        for (int step = 0; step < steps; ++step)
            QVERIFY(step % 2 == 0 ? client->handshake().state != State::Failed
                                  : server.handshake().state != State::Failed);
        const int before = waiting(sockets.server);
        client.reset();
        QCOMPARE(waiting(sockets.server), before);
        QVERIFY(::fcntl(sockets.client.get(), F_GETFD) != -1);
        QVERIFY(server.handshake().state != State::Failed);
    }
}

QTEST_GUILESS_MAIN(TestTlsSession)
#include "tst_tlssession.moc"
