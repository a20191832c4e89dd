// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/metricsserver.h"

#include "runtime/requestmetrics.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"

#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <prometheus/registry.h>

using namespace guarita;
using namespace guarita::runtime;

class TestMetricsServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void metrics_get_isPrometheusText();
    void otherPath_get_is404();
    void port_taken_isSaid();

private:
    QByteArray answerTo(quint16 port, const QByteArray &request) const;

    support::FakeClock m_clock;
    support::FakeRandom m_random;
    net::ListeningSockets m_sockets;
};

QByteArray TestMetricsServer::answerTo(quint16 port, const QByteArray &request) const
{
    QTcpSocket socket;
    QSignalSpy closed(&socket, &QTcpSocket::disconnected);
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    socket.write(request);
    if (closed.isEmpty())
        closed.wait();
    return socket.readAll();
}

void TestMetricsServer::metrics_get_isPrometheusText()
{
    prometheus::Registry registry;
    RequestMetrics metrics(registry);
    http::ExchangeSummary summary{};
    summary.route = "/itens";
    summary.method = "GET";
    summary.status = 200;
    metrics.record(summary);

    MetricsServer server({&registry}, m_clock, m_random, m_sockets);
    const core::Result<quint16> port = server.listen(0);
    QVERIFY(port.ok());
    const QByteArray answer =
        answerTo(port.value(), "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer.constData());
    QVERIFY(answer.toLower().contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n"));
    QVERIFY(
        answer.contains("\nguarita_http_requests_total{method=\"GET\",route=\"/itens\",status=\"200\"} 1\n"));
}

void TestMetricsServer::otherPath_get_is404()
{
    MetricsServer server({}, m_clock, m_random, m_sockets);
    const core::Result<quint16> port = server.listen(0);
    QVERIFY(port.ok());
    const QByteArray answer =
        answerTo(port.value(), "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    QVERIFY2(answer.startsWith("HTTP/1.1 404"), answer.constData());
}

void TestMetricsServer::port_taken_isSaid()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress(QHostAddress::LocalHost)));
    MetricsServer server({}, m_clock, m_random, m_sockets);
    const core::Result<quint16> port = server.listen(other.serverPort());
    QVERIFY(!port.ok());
    QCOMPARE(port.error().code, QByteArray("port_taken"));
}

QTEST_GUILESS_MAIN(TestMetricsServer)
#include "tst_metricsserver.moc"
