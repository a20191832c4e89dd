// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness.h"

#include "support/certificates.h"

#include <QtNetwork/QSslServer>

#include <sys/socket.h>

using namespace guarita;
using namespace guarita::client;
using namespace std::chrono_literals;
using http::Method;

namespace {

/// Answers each read with the same bytes over TLS.
class TlsUpstream
{
public:
    enum class Then { Keep, Close, Cut };

    TlsUpstream(const QSslConfiguration &tls, QByteArray answer, Then then = Then::Keep)
        : m_answer(std::move(answer))
        , m_then(then)
    {
        m_server.setSslConfiguration(tls);
        QObject::connect(&m_server, &QTcpServer::pendingConnectionAvailable, &m_server, [this] {
            auto *socket = qobject_cast<QSslSocket *>(m_server.nextPendingConnection());
            ++connections;
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { serve(*socket); });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
        m_server.listen(QHostAddress::LocalHost, 0);
    }

    QUrl origin(const QString &host = QStringLiteral("localhost")) const
    {
        return QUrl(QStringLiteral("https://%1:%2").arg(host).arg(m_server.serverPort()));
    }

    QByteArray heard;
    int connections = 0;

private:
    void serve(QSslSocket &socket)
    {
        heard += socket.readAll();
        socket.write(m_answer);
        if (m_then == Then::Keep)
            return;
        while (socket.bytesToWrite() > 0 || socket.encryptedBytesToWrite() > 0)
            socket.flush();
        if (m_then == Then::Close)
            return socket.disconnectFromHost(); // with close_notify
        ::shutdown(static_cast<int>(socket.socketDescriptor()), SHUT_RDWR);
    }

    QSslServer m_server;
    const QByteArray m_answer;
    const Then m_then;
};

const QByteArray ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const QByteArray untilClose = "HTTP/1.1 200 OK\r\nX: y\r\n\r\nok";

} // namespace

/// Upstreams over TLS: whom a call believes, and that it is else a call like any other.
class TestClientTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void send_overTls_isAnsweredOnOneConnection();
    void send_withAnAddress_believesTheNameOnly();
    void send_badCertificate_neverLeaves_data();
    void send_badCertificate_neverLeaves();
    void bodyUntilClose_onlyCloseNotifyEndsIt_data();
    void bodyUntilClose_onlyCloseNotifyEndsIt();
    void body_large_arrivesBothWays();
    void send_noTlsThere_isConnect();

private:
    support::Certificates m_certificates;
};

void TestClientTls::initTestCase()
{
    QVERIFY2(m_certificates.make() && m_certificates.issue("good", "ca", {}) &&
                 m_certificates.issue("named", "ca", {.host = "a.example"}) &&
                 m_certificates.issue("untrusted", "other", {}) &&
                 m_certificates.issue("expired", "ca", {.end = "20210101000000Z"}),
             m_certificates.error());
    qputenv("SSL_CERT_FILE", m_certificates.path("ca").toLocal8Bit());
    qputenv("SSL_CERT_DIR", "/nonexistent");
}

void TestClientTls::send_overTls_isAnsweredOnOneConnection()
{
    TlsUpstream upstream(m_certificates.serverWith("good"), ok);
    Harness harness;
    for (const Method method : {Method::Get, Method::Post, Method::Delete, Method::Get}) {
        const UpstreamResult result =
            harness.call(upstream.origin(), requestOf(method, "/", method == Method::Post ? "body" : ""));
        QCOMPARE(result.stage, Stage::Completed);
        QCOMPARE(result.response.body, QByteArray("ok"));
    }
    QCOMPARE(upstream.connections, 1);
    QVERIFY(upstream.heard.contains("Host: " + upstream.origin().authority().toLatin1() + "\r\n"));
}

void TestClientTls::send_withAnAddress_believesTheNameOnly()
{
    TlsUpstream named(m_certificates.serverWith("named"), ok);
    TlsUpstream other(m_certificates.serverWith("good"), ok);
    Harness harness;
    UpstreamRequest request = requestOf(Method::Get);
    request.address = QStringLiteral("127.0.0.1");
    const QString name = QStringLiteral("a.example");
    QCOMPARE(harness.call(named.origin(name), request).stage, Stage::Completed);
    QCOMPARE(harness.call(other.origin(name), request).stage, Stage::Connect);
    QVERIFY(other.heard.isEmpty());
}

void TestClientTls::send_badCertificate_neverLeaves_data()
{
    QTest::addColumn<QByteArray>("certificate");
    for (const char *name : {"named", "untrusted", "expired", "self"})
        QTest::newRow(name) << QByteArray(name);
}

void TestClientTls::send_badCertificate_neverLeaves()
{
    QFETCH(QByteArray, certificate);
    TlsUpstream upstream(m_certificates.serverWith(certificate), ok);
    Harness harness;
    const UpstreamResult result = harness.call(upstream.origin(), requestOf(Method::Post, "/", "secret"));
    QCOMPARE(result.stage, Stage::Connect);
    QVERIFY(!result.wasConnected);
    QVERIFY(upstream.heard.isEmpty());
}

void TestClientTls::bodyUntilClose_onlyCloseNotifyEndsIt_data()
{
    QTest::addColumn<bool>("cut");
    QTest::addColumn<Stage>("stage");
    QTest::newRow("close_notify") << false << Stage::Completed;
    QTest::newRow("cut off") << true << Stage::Truncated;
}

void TestClientTls::bodyUntilClose_onlyCloseNotifyEndsIt()
{
    QFETCH(bool, cut);
    TlsUpstream upstream(m_certificates.serverWith("good"), untilClose,
                         cut ? TlsUpstream::Then::Cut : TlsUpstream::Then::Close);
    Harness harness;
    QTEST(harness.call(upstream.origin(), requestOf(Method::Get)).stage, "stage");
}

void TestClientTls::body_large_arrivesBothWays()
{
    const QByteArray content = QByteArray("0123456789abcdef").repeated(200'000);
    TlsUpstream upstream(m_certificates.serverWith("good"),
                         "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(content.size()) +
                             "\r\n\r\n" + content,
                         TlsUpstream::Then::Close);
    Harness harness;
    const UpstreamResult result = harness.call(upstream.origin(), requestOf(Method::Get));
    QCOMPARE(result.stage, Stage::Completed);
    QVERIFY(result.response.body == content);

    TlsUpstream taker(m_certificates.serverWith("good"), {});
    harness.send(taker.origin(), requestOf(Method::Put, "/", content));
    QTRY_COMPARE(taker.heard.size() - taker.heard.indexOf("\r\n\r\n") - 4, content.size());
    QVERIFY(taker.heard.endsWith(content));
}

void TestClientTls::send_noTlsThere_isConnect()
{
    support::FakeUpstream upstream;
    ClientLimits limits = Harness::generous();
    limits.connectDeadline = 200ms; // it waits for the rest of a request
    Harness harness(limits);
    QUrl origin = upstream.origin();
    origin.setScheme(QStringLiteral("https"));
    QCOMPARE(harness.call(origin, requestOf(Method::Get)).stage, Stage::Connect);
    QVERIFY(upstream.seen().isEmpty());
}

QTEST_GUILESS_MAIN(TestClientTls)
#include "tst_clienttls.moc"
