// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/daemonprocess.h"
#include "support/fakeupstream.h"
#include "support/stack.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <memory>

using namespace guarita::support;

/// A real gateway with /admin on a port of its own, and without.
class TestAdminListener : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ownPort_servesAll_andThePublicOneNoAdmin();
    void auto_onLoopback_isOnePort();
    void stop_withAnAdminUnderWay_waitsForTheAnswer();

private:
    bool startWith(const QString &adminPort);
    static RawResponse ask(quint16 port, const QByteArray &target, const QByteArray &token);
    quint16 adminPort() const
    {
        const auto told = m_gateway->events(QStringLiteral("admin_listening"));
        return told.empty() ? quint16(0) : static_cast<quint16>(told.front()[QStringLiteral("port")].toInt());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeUpstream> m_upstream;
    std::unique_ptr<DaemonProcess> m_gateway;
    QByteArray m_token;
};

bool TestAdminListener::startWith(const QString &adminPort)
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_upstream = std::make_unique<FakeUpstream>();
    const std::map<QString, QString> environment{
        {QStringLiteral("LOAD_BALANCER_URL"), m_upstream->origin().toString()},
        {QStringLiteral("SECRET_KEY"), QStringLiteral("for-tests-only-0123456789abcdefghij")},
        {QStringLiteral("ADMIN_PORT"), adminPort},
        {QStringLiteral("DEMO"), QStringLiteral("true")}};
    m_gateway =
        std::make_unique<DaemonProcess>(QStringLiteral("guarita-gateway"), environment, m_folder->path());
    m_gateway->leaveUnrecorded();
    if (!m_gateway->start())
        return false;
    const QByteArray form = "username=usuario&password=senha123";
    const RawResponse login =
        exchange(m_gateway->port(), "POST /token HTTP/1.1\r\nHost: test\r\nContent-Type: "
                                    "application/x-www-form-urlencoded\r\nContent-Length: " +
                                        QByteArray::number(form.size()) + "\r\n\r\n" + form);
    m_token = QJsonDocument::fromJson(login.body)[QStringLiteral("access_token")].toString().toLatin1();
    return !m_token.isEmpty();
}

RawResponse TestAdminListener::ask(quint16 port, const QByteArray &target, const QByteArray &token)
{
    const QByteArray field = token.isEmpty() ? QByteArray() : "Authorization: Bearer " + token + "\r\n";
    return exchange(port, "GET " + target + " HTTP/1.1\r\nHost: test\r\n" + field + "\r\n");
}

void TestAdminListener::ownPort_servesAll_andThePublicOneNoAdmin()
{
    QVERIFY(startWith(QStringLiteral("0")));
    QTRY_VERIFY(adminPort() != 0);
    for (const QByteArray target : {"/admin/usuarios", "/admin/config", "/admin/backends"}) {
        QCOMPARE(ask(m_gateway->port(), target, {}).status, 401); // as all that there is not
        QCOMPARE(ask(m_gateway->port(), target, m_token).status, 404);
        QCOMPARE(ask(adminPort(), target, {}).status, 401);
        QCOMPARE(ask(adminPort(), target, m_token).status, 200);
    }
    for (const QByteArray target : {"/admin", "/admin/", "/%61dmin/config", "/admin/nada"})
        QCOMPARE(ask(m_gateway->port(), target, m_token).status, 404);
    for (const quint16 port : {m_gateway->port(), adminPort()}) {
        QCOMPARE(ask(port, "/itens", m_token).status, 200);
        QCOMPARE(ask(port, "/saude", {}).status, 200);
    }
}

void TestAdminListener::auto_onLoopback_isOnePort()
{
    QVERIFY(startWith(QStringLiteral("auto")));
    QCOMPARE(ask(m_gateway->port(), "/admin/config", m_token).status, 200);
    QCOMPARE(adminPort(), quint16(0));
}

void TestAdminListener::stop_withAnAdminUnderWay_waitsForTheAnswer()
{
    QVERIFY(startWith(QStringLiteral("0")));
    QTRY_VERIFY(adminPort() != 0);
    m_upstream->setScript([](const SeenRequest &) {
        UpstreamScript script = UpstreamScript::ok("late");
        script.delay = std::chrono::milliseconds(300);
        return script;
    });
    RawClient client(adminPort());
    client.send("GET /admin/backends HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + m_token +
                "\r\n\r\n");
    QTRY_VERIFY(m_upstream->requests("GET") > 0);
    m_gateway->terminate();
    QTRY_COMPARE(client.responses().size(), std::size_t(1));
    QCOMPARE(client.responses().front().body, QByteArray("late"));
    QCOMPARE(m_gateway->waitForExit(), 0);
}

QTEST_GUILESS_MAIN(TestAdminListener)
#include "tst_adminlistener.moc"
