// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/transport.h"
#include "outcome.h"
#include "support/certificates.h"

#include <QtNetwork/QSslServer>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::Certificates;

using Kind = ApiError::Kind;

namespace {

/// Answers every request over TLS and counts the bytes of them.
class TlsServer
{
public:
    explicit TlsServer(const QSslConfiguration &tls)
    {
        m_server.setSslConfiguration(tls);
        QObject::connect(&m_server, &QTcpServer::pendingConnectionAvailable, &m_server, [this] {
            QTcpSocket *socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                m_bytes += socket->readAll().size();
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            });
            ++m_open;
            QObject::connect(socket, &QTcpSocket::disconnected, socket, [this, socket] {
                --m_open;
                socket->deleteLater();
            });
        });
        m_server.listen(QHostAddress::LocalHost, 0);
    }

    quint16 port() const { return m_server.serverPort(); }
    qint64 bytes() const { return m_bytes; }
    int open() const { return m_open; }

private:
    QSslServer m_server;
    qint64 m_bytes = 0;
    int m_open = 0;
};

} // namespace

class TestTransportTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_transport = std::make_unique<Transport>(); }
    void cleanup() { m_transport.reset(); }

    void send_badCertificate_isRefusedBeforeAnyByte_data();
    void send_badCertificate_isRefusedBeforeAnyByte();
    void send_goodCertificate_works_data();
    void send_goodCertificate_works();
    void send_otherProfileOnTheSameHost_verifiesAnew();
    void send_noTlsThere_isUnreachable();
    void send_handshakeHangs_isUnreachable();

private:
    void use(quint16 port, const QByteArray &ca, const QString &host = QStringLiteral("localhost"));
    Outcome<ApiResponse> exchange(const QByteArray &method);

    std::unique_ptr<Transport> m_transport;
    Certificates m_certificates;
};

void TestTransportTls::initTestCase()
{
    QVERIFY2(m_certificates.make(), m_certificates.error().constData());
    const bool issued =
        m_certificates.issue("good", "ca", {}) &&
        m_certificates.issue("expired", "ca", {.end = "20210203000000Z"}) &&
        m_certificates.issue("future", "ca", {.begin = "20980203000000Z"}) &&
        m_certificates.issue("wronghost", "ca", {.host = "elsewhere.test"}) &&
        m_certificates.issue("unknown", "other", {}) &&
        m_certificates.issue("odd", "ca", {.host = "elsewhere.test", .end = "20210203000000Z"});
    QVERIFY2(issued, m_certificates.error().constData());
}

void TestTransportTls::use(quint16 port, const QByteArray &ca, const QString &host)
{
    Profile profile;
    profile.url = QUrl(QStringLiteral("https://%1:%2").arg(host).arg(port));
    if (!ca.isEmpty())
        profile.caFile = m_certificates.path(ca);
    QVERIFY(m_transport->setProfile(profile));
}

Outcome<ApiResponse> TestTransportTls::exchange(const QByteArray &method)
{
    ApiRequest request;
    request.method = method;
    request.path = "/token";
    request.headers = {{"Authorization", "Bearer secret"}};
    request.body = method == "POST" ? "username=usuario&password=secret" : "";
    request.deadline = 10s;
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(request, outcome);
    [&] { QTRY_VERIFY_WITH_TIMEOUT(outcome.ended(), 15'000); }();
    return outcome;
}

void TestTransportTls::send_badCertificate_isRefusedBeforeAnyByte_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("ca");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("self-signed") << QByteArray("self") << QByteArray()
                                 << QStringList{QStringLiteral("self-signed"),
                                                QStringLiteral("issued for localhost")};
    QTest::newRow("self-signed, own authority")
        << QByteArray("self") << QByteArray("ca") << QStringList{QStringLiteral("self-signed")};
    QTest::newRow("expired") << QByteArray("expired") << QByteArray("ca")
                             << QStringList{QStringLiteral("expired on"),
                                            QStringLiteral("issued for localhost by Guarita Test CA")};
    QTest::newRow("not yet valid") << QByteArray("future") << QByteArray("ca")
                                   << QStringList{QStringLiteral("not valid before")};
    QTest::newRow("wrong host") << QByteArray("wronghost") << QByteArray("ca")
                                << QStringList{
                                       QStringLiteral("not for that name"),
                                       QStringLiteral("issued for elsewhere.test by Guarita Test CA")};
    QTest::newRow("unknown authority")
        << QByteArray("unknown") << QByteArray("ca")
        << QStringList{QStringLiteral("authority that is not trusted"), QStringLiteral("by Another CA")};
    QTest::newRow("not the system's authority")
        << QByteArray("good") << QByteArray()
        << QStringList{QStringLiteral("authority that is not trusted"), QStringLiteral("by Guarita Test CA")};
    QTest::newRow("expired and wrong host")
        << QByteArray("odd") << QByteArray("ca")
        << QStringList{QStringLiteral("expired on"), QStringLiteral("not for that name")};
}

void TestTransportTls::send_badCertificate_isRefusedBeforeAnyByte()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, ca);
    QFETCH(QStringList, words);
    TlsServer server(m_certificates.serverWith(certificate));
    use(server.port(), ca);
    for (const char *method : {"GET", "POST", "DELETE"}) {
        const Outcome<ApiResponse> outcome = exchange(method);
        QVERIFY(!outcome.ok());
        QVERIFY2(outcome.error().kind == Kind::Untrusted, qPrintable(outcome.error().detail));
        QVERIFY(!outcome.error().outcomeUnknown());
        for (const QString &word : words)
            QVERIFY2(outcome.error().detail.contains(word), qPrintable(outcome.error().detail));
    }
    QTRY_COMPARE(server.open(), 0);
    QCOMPARE(server.bytes(), 0);
}

void TestTransportTls::send_goodCertificate_works_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("ca");
    QTest::newRow("own authority") << QByteArray("good") << QByteArray("ca");
    QTest::newRow("self-signed, trusted by itself") << QByteArray("self") << QByteArray("self");
}

void TestTransportTls::send_goodCertificate_works()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, ca);
    TlsServer server(m_certificates.serverWith(certificate));
    use(server.port(), ca);
    for (const char *method : {"GET", "POST", "DELETE"}) {
        const Outcome<ApiResponse> outcome = exchange(method);
        QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().detail));
        QCOMPARE(outcome.value().body, QByteArray("ok"));
    }
    QVERIFY(server.bytes() > 0);
}

void TestTransportTls::send_otherProfileOnTheSameHost_verifiesAnew()
{
    TlsServer server(m_certificates.serverWith("good"));
    use(server.port(), "ca");
    QVERIFY(exchange("GET").ok());
    const qint64 before = server.bytes();
    use(server.port(), "other");
    QVERIFY(exchange("GET").failedAs(Kind::Untrusted));
    QCOMPARE(server.bytes(), before);
}

void TestTransportTls::send_noTlsThere_isUnreachable()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost, 0));
    connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->readAll();
            socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            socket->disconnectFromHost();
        });
    });
    use(server.serverPort(), "ca");
    for (const char *method : {"GET", "POST", "DELETE"}) {
        const Outcome<ApiResponse> outcome = exchange(method);
        QVERIFY(!outcome.ok());
        QVERIFY2(outcome.error().kind == Kind::Unreachable, qPrintable(outcome.error().detail));
    }
}

void TestTransportTls::send_handshakeHangs_isUnreachable()
{
    QTcpServer server; // never answers the greeting
    QVERIFY(server.listen(QHostAddress::LocalHost, 0));
    use(server.serverPort(), "ca");
    for (const char *method : {"GET", "POST", "DELETE"}) {
        ApiRequest request;
        request.method = method;
        request.path = "/itens/1";
        request.deadline = 200ms;
        Outcome<ApiResponse> outcome;
        const Call call = m_transport->send(request, outcome);
        QTRY_VERIFY(outcome.ended());
        QCOMPARE(outcome.error().kind, Kind::Unreachable);
    }
}

QTEST_GUILESS_MAIN(TestTransportTls)
#include "tst_transporttls.moc"
