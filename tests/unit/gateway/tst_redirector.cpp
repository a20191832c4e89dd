// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/edge/redirector.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"
#include "support/rawclient.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace guarita;
using support::RawClient;
using support::RawResponse;

class TestRedirector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void request_any_isSentToHttps_data();
    void request_any_isSentToHttps();
    void request_broken_isRefusedAsElsewhere();
    void challenge_file_isServed();
    void challenge_otherFiles_areNot_data();
    void challenge_otherFiles_areNot();

private:
    RawResponse ask(const QByteArray &bytes, quint16 httpsPort = 443);

    QTemporaryDir m_folder;
    gateway::EdgeSettings m_edge;
};

namespace {

struct Silent final : http::RequestObserver
{
    void finished(const http::ExchangeSummary &) override {}
};

} // namespace

void TestRedirector::init()
{
    m_edge.acmeFolder = m_folder.filePath(QStringLiteral("challenges"));
    QDir().mkpath(m_edge.acmeFolder);
    for (const QString &name : {QStringLiteral("challenges/abc-DEF_1"), QStringLiteral("secret")}) {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("abc.thumb") > 0);
    }
}

RawResponse TestRedirector::ask(const QByteArray &bytes, quint16 httpsPort)
{
    support::FakeClock clock;
    support::FakeRandom random;
    Silent observer;
    gateway::Redirector redirector(m_edge, {}, {clock, random, observer});
    const auto port = redirector.listen(QHostAddress::LocalHost, 0, httpsPort);
    RawClient client(port.value());
    client.send(bytes);
    const bool answered = QTest::qWaitFor([&] { return client.count() > 0; });
    return answered ? client.responses()[0] : RawResponse{};
}

void TestRedirector::request_any_isSentToHttps_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("port");
    QTest::addColumn<QByteArray>("place");
    QTest::newRow("GET") << QByteArray("GET /a%20b?c=d HTTP/1.1\r\nHost: example.org\r\n\r\n") << 443
                         << QByteArray("https://example.org/a%20b?c=d");
    QTest::newRow("POST") << QByteArray(
                                 "POST /token HTTP/1.1\r\nHost: example.org\r\nContent-Length: 1\r\n\r\nx")
                          << 443 << QByteArray("https://example.org/token");
    QTest::newRow("other ports") << QByteArray("GET / HTTP/1.1\r\nHost: example.org:8080\r\n\r\n") << 8443
                                 << QByteArray("https://example.org:8443/");
    QTest::newRow("IPv6") << QByteArray("GET / HTTP/1.1\r\nHost: [2001:db8::1]\r\n\r\n") << 443
                          << QByteArray("https://[2001:db8::1]/");
}

void TestRedirector::request_any_isSentToHttps()
{
    QFETCH(QByteArray, request);
    QFETCH(int, port);
    QFETCH(QByteArray, place);
    const RawResponse answer = ask(request, static_cast<quint16>(port));
    QCOMPARE(answer.status, 308);
    QCOMPARE(answer.header("Location"), place);
}

void TestRedirector::request_broken_isRefusedAsElsewhere()
{
    QCOMPARE(ask("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").status, 400);
    QCOMPARE(ask("GET / HTTP/1.1\r\nHost: example.org\nX: y\r\n\r\n").status, 400);
    QCOMPARE(ask("GET / HTTP/1.0\r\n\r\n").status, 404); // there is no place to name
}

void TestRedirector::challenge_file_isServed()
{
    const RawResponse answer =
        ask("GET /.well-known/acme-challenge/abc-DEF_1 HTTP/1.1\r\nHost: example.org\r\n\r\n");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, QByteArray("abc.thumb"));
}

void TestRedirector::challenge_otherFiles_areNot_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("absent") << QByteArray("nothing");
    QTest::newRow("folder above") << QByteArray("..%2fsecret");
    QTest::newRow("hidden") << QByteArray(".hidden");
}

void TestRedirector::challenge_otherFiles_areNot()
{
    QFETCH(QByteArray, name);
    const int status =
        ask("GET /.well-known/acme-challenge/" + name + " HTTP/1.1\r\nHost: example.org\r\n\r\n").status;
    QVERIFY(status == 404 || status == 400);
}

QTEST_GUILESS_MAIN(TestRedirector)
#include "tst_redirector.moc"
