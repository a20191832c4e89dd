// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/certificates.h"
#include "support/fakeupstream.h"
#include "support/stack.h"
#include "support/tlsclient.h"

#include <QtCore/QJsonDocument>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QNetworkRequest>
#include <QtTest/QTest>

#include <QtCore/QScopeGuard>

#include <algorithm>
#include <csignal>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace guarita::support;

/// A real gateway that faces the world by itself.
class TestTlsEdge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void logInAndForward_overTls_upstreamHearsHttps();
    void qtClient_anyHttp_isServed_data();
    void qtClient_anyHttp_isServed();
    void hangup_newFiles_newConnectionsGetThem();
    void hangup_brokenFile_oldCertificateStays();
    void handshakes_tenThousandHalfOpen_othersAreServed();
    void start_badFiles_saysWhichAndExits64();

private:
    void install(const QByteArray &certificate);
    std::map<QString, QString> environment() const;
    QSslConfiguration trust() const { return TlsClient::trusting(m_certificates.path("ca")); }
    RawResponse ask(const QByteArray &request);

    Certificates m_certificates;
    FakeUpstream m_upstream;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<DaemonProcess> m_gateway;
};

void TestTlsEdge::initTestCase()
{
    QVERIFY2(m_certificates.make() && m_certificates.issue("server", "ca", {}) &&
                 m_certificates.issue("next", "ca", {}),
             m_certificates.error());
}

void TestTlsEdge::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    install("server");
    m_gateway =
        std::make_unique<DaemonProcess>(QStringLiteral("guarita-gateway"), environment(), m_folder->path());
    m_gateway->leaveUnrecorded();
    QVERIFY2(m_gateway->start(), m_gateway->output());
}

void TestTlsEdge::cleanup()
{
    m_gateway.reset();
    m_folder.reset();
}

void TestTlsEdge::install(const QByteArray &certificate)
{
    QFile::remove(m_folder->filePath(QStringLiteral("server.pem")));
    QFile::copy(m_certificates.path(certificate), m_folder->filePath(QStringLiteral("server.pem")));
}

std::map<QString, QString> TestTlsEdge::environment() const
{
    return {{QStringLiteral("LOAD_BALANCER_URL"), m_upstream.origin().toString()},
            {QStringLiteral("SECRET_KEY"), QStringLiteral("for-tests-only-0123456789abcdefghij")},
            {QStringLiteral("DEMO"), QStringLiteral("true")},
            {QStringLiteral("TLS_CERTIFICATE"), QStringLiteral("server.pem")},
            {QStringLiteral("TLS_KEY"), m_certificates.path("key")},
            {QStringLiteral("HSTS"), QStringLiteral("365d")}};
}

RawResponse TestTlsEdge::ask(const QByteArray &request)
{
    TlsClient client(m_gateway->port(), trust());
    client.send(request);
    const bool answered = QTest::qWaitFor([&] { return client.count() > 0; }, 20'000);
    return answered ? client.responses()[0] : RawResponse{};
}

void TestTlsEdge::logInAndForward_overTls_upstreamHearsHttps()
{
    const RawResponse login =
        ask("POST /token HTTP/1.1\r\nHost: test\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: 34\r\n\r\nusername=usuario&password=senha123");
    QCOMPARE(login.status, 200);
    QCOMPARE(login.header("Strict-Transport-Security"), QByteArray("max-age=31536000"));
    const QByteArray token =
        QJsonDocument::fromJson(login.body)[QStringLiteral("access_token")].toString().toLatin1();
    const RawResponse item = ask("GET /itens/1 HTTP/1.1\r\nHost: test\r\nX-Forwarded-Proto: gopher\r\n"
                                 "Authorization: Bearer " +
                                 token + "\r\n\r\n");
    QCOMPARE(item.status, 200);
    QCOMPARE(m_upstream.seen().last().field("X-Forwarded-Proto"), QByteArray("https"));
    QCOMPARE(m_upstream.seen().last().field("Forwarded"), QByteArray("for=127.0.0.1;host=test;proto=https"));
    QCOMPARE(metricSum(m_gateway->metricsPort(), "guarita_tls_handshakes_total{outcome=\"full\"}"), 2.0);
    QVERIFY(metricSum(m_gateway->metricsPort(), "guarita_tls_certificate_valid_until_seconds") > 4e9);
    QCOMPARE(exchange(m_gateway->port(), "GET /saude HTTP/1.1\r\nHost: test\r\n\r\n").status, 400);
}

void TestTlsEdge::qtClient_anyHttp_isServed_data()
{
    QTest::addColumn<bool>("http2");
    QTest::newRow("1.1") << false;
    QTest::newRow("2") << true;
}

void TestTlsEdge::qtClient_anyHttp_isServed()
{
    QFETCH(bool, http2);
    QNetworkRequest request(QUrl(QStringLiteral("https://localhost:%1/token").arg(m_gateway->port())));
    request.setSslConfiguration(trust());
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, http2);
    request.setHeader(QNetworkRequest::ContentTypeHeader,
                      QStringLiteral("application/x-www-form-urlencoded"));
    QNetworkAccessManager manager;
    const std::unique_ptr<QNetworkReply> reply(
        manager.post(request, QByteArray("username=usuario&password=senha123")));
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
    QCOMPARE(reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool(), http2);
    QVERIFY(reply->readAll().contains("access_token"));
}

void TestTlsEdge::hangup_newFiles_newConnectionsGetThem()
{
    TlsClient before(m_gateway->port(), trust());
    QTRY_VERIFY(before.encrypted());
    install("next");
    m_gateway->sendSignal(SIGHUP);
    QTRY_COMPARE(m_gateway->events(QStringLiteral("reloaded")).size(), std::size_t(1));
    TlsClient after(m_gateway->port(), trust());
    QTRY_VERIFY(after.encrypted());
    QVERIFY(before.socket().peerCertificate() != after.socket().peerCertificate());
    before.send("GET /saude HTTP/1.1\r\nHost: test\r\n\r\n");
    QTRY_COMPARE(before.count(), 1);
}

void TestTlsEdge::hangup_brokenFile_oldCertificateStays()
{
    TlsClient before(m_gateway->port(), trust());
    QTRY_VERIFY(before.encrypted());
    QFile::remove(m_folder->filePath(QStringLiteral("server.pem")));
    m_gateway->sendSignal(SIGHUP);
    QTRY_COMPARE(m_gateway->events(QStringLiteral("reload_refused")).size(), std::size_t(1));
    QVERIFY(m_gateway->output().contains("TLS_CERTIFICATE must be a file that can be read"));
    TlsClient after(m_gateway->port(), trust());
    QTRY_VERIFY(after.encrypted());
    QVERIFY(before.socket().peerCertificate() == after.socket().peerCertificate());
}

/// Half of them silent, half stopped within their first message. Plain descriptors: ten thousand sockets of
/// Qt's would keep this process busy.
void TestTlsEdge::handshakes_tenThousandHalfOpen_othersAreServed()
{
    constexpr int clients = 10'000;
    const qint64 before = m_gateway->residentBytes();
    sockaddr_in gateway{};
    gateway.sin_family = AF_INET;
    gateway.sin_port = htons(m_gateway->port());
    gateway.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::vector<int> half;
    const auto closeAll = qScopeGuard([&] { std::for_each(half.begin(), half.end(), ::close); });
    for (int i = 0; i < clients; ++i) {
        half.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        QCOMPARE(::connect(half.back(), reinterpret_cast<const sockaddr *>(&gateway), sizeof(gateway)), 0);
        const QByteArray begin = QByteArray::fromHex("160301010001");
        if (i % 2)
            QCOMPARE(::send(half.back(), begin.data(), static_cast<std::size_t>(begin.size()), MSG_NOSIGNAL),
                     begin.size());
    }
    const auto open = [this] { return metricSum(m_gateway->metricsPort(), "guarita_connections_open"); };
    QTRY_COMPARE_WITH_TIMEOUT(open(), double(clients), 60'000);
    QCOMPARE(ask("GET /saude HTTP/1.1\r\nHost: test\r\n\r\n").status, 200);
    const qint64 each = (m_gateway->residentBytes() - before) / clients;
    QVERIFY2(each < 64 * 1024, qPrintable(QString::number(each)));
    qInfo("%lld bytes for each of them", each);
}

void TestTlsEdge::start_badFiles_saysWhichAndExits64()
{
    std::map<QString, QString> bad = environment();
    bad[QStringLiteral("TLS_KEY")] = QStringLiteral("absent.pem");
    DaemonProcess gateway(QStringLiteral("guarita-gateway"), bad, m_folder->path());
    QVERIFY(!gateway.start());
    QCOMPARE(gateway.waitForExit(), 64);
    QVERIFY2(gateway.output().contains("TLS_KEY must be a file that can be read"), gateway.output());
}

QTEST_GUILESS_MAIN(TestTlsEdge)
#include "tst_tlsedge.moc"
