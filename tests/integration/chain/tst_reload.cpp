// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/daemonprocess.h"
#include "support/fakeupstream.h"
#include "support/rawclient.h"
#include "support/stack.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <memory>

using namespace guarita::support;

/// A real gateway that reads its .env file again while clients are connected.
class TestReload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void hangUp_underLoad_takesRatesOverAndLosesNothing();
    void hangUp_withAMistake_changesNothing();
    void routes_changed_countFromTheNextRequest();
    void post_withTheRightVersion_reloads();
    void post_withAMistake_is422ThatNamesTheLine();
    void config_shown_hasNoSecret();

private:
    void writeEnvFile(const QByteArray &content);
    QByteArray request(const QByteArray &line, const QByteArray &fields = {}) const;
    RawResponse ask(const QByteArray &line, const QByteArray &fields = {}) const;
    int reloads(const char *event) const
    {
        return static_cast<int>(m_gateway->events(QLatin1String(event)).size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeUpstream> m_upstream;
    std::unique_ptr<DaemonProcess> m_gateway;
    QByteArray m_token;
};

namespace {

const QByteArray unlimited = "RATE_LOOPBACK=true\nRATE_PER_USER=0\n";
const QByteArray secret = "for-tests-only-0123456789abcdefghij";

} // namespace

void TestReload::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_upstream = std::make_unique<FakeUpstream>();
    writeEnvFile(unlimited);
    const std::map<QString, QString> environment{
        {QStringLiteral("LOAD_BALANCER_URL"), m_upstream->origin().toString()},
        {QStringLiteral("SECRET_KEY"), QString::fromLatin1(secret)},
        {QStringLiteral("DEMO"), QStringLiteral("true")}};
    m_gateway =
        std::make_unique<DaemonProcess>(QStringLiteral("guarita-gateway"), environment, m_folder->path());
    m_gateway->leaveUnrecorded();
    QVERIFY(m_gateway->start());
    const QByteArray form = "username=usuario&password=senha123";
    const RawResponse login =
        exchange(m_gateway->port(), "POST /token HTTP/1.1\r\nHost: test\r\nContent-Type: "
                                    "application/x-www-form-urlencoded\r\nContent-Length: " +
                                        QByteArray::number(form.size()) + "\r\n\r\n" + form);
    QCOMPARE(login.status, 200);
    m_token = QJsonDocument::fromJson(login.body)[QStringLiteral("access_token")].toString().toLatin1();
}

void TestReload::writeEnvFile(const QByteArray &content)
{
    QFile file(m_folder->filePath(QStringLiteral(".env")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QByteArray TestReload::request(const QByteArray &line, const QByteArray &fields) const
{
    return line + " HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\nAuthorization: Bearer " + m_token +
           "\r\n" + fields + "\r\n";
}

RawResponse TestReload::ask(const QByteArray &line, const QByteArray &fields) const
{
    return exchange(m_gateway->port(), request(line, fields));
}

void TestReload::hangUp_underLoad_takesRatesOverAndLosesNothing()
{
    constexpr std::size_t rounds = 30;
    RawClient client(m_gateway->port());
    for (std::size_t round = 1; round <= rounds; ++round) {
        writeEnvFile(unlimited + "RATE_PER_ADDRESS=" + QByteArray::number(100'000 + int(round)) + "/1s\n");
        client.send(request("GET /itens"));
        m_gateway->sendSignal(SIGHUP);
        client.send(request("GET /itens"));
        QTRY_COMPARE(client.responses().size(), 2 * round);
    }
    for (const RawResponse &response : client.responses())
        QCOMPARE(response.status, 200);
    QTRY_VERIFY(reloads("reloaded") > 0); // signals that come together are one
    writeEnvFile("RATE_LOOPBACK=true\nRATE_PER_USER=1/3600s\n");
    m_gateway->sendSignal(SIGHUP);
    QTRY_COMPARE(ask("GET /itens").status, 429);
    QVERIFY(!client.closed());
}

void TestReload::hangUp_withAMistake_changesNothing()
{
    writeEnvFile("RATE_LOOPBACK=true\nRATE_PER_USER=1/3600s\nHEADER_DEADLINE=soon\n");
    m_gateway->sendSignal(SIGHUP);
    QTRY_COMPARE(reloads("reload_refused"), 1);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(ask("GET /itens").status, 200);
    QVERIFY(m_gateway->output().contains(".env:3: HEADER_DEADLINE must be"));
}

/// What is under way by a route that is gone goes on.
void TestReload::routes_changed_countFromTheNextRequest()
{
    FakeUpstream other(UpstreamScript::ok("other"));
    const auto writeRoutes = [&](const QByteArray &routes) {
        QFile file(m_folder->filePath(QStringLiteral("routes.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"routes\": [" + routes + "]}");
    };
    const auto route = [&](const char *prefix) {
        return QByteArray("{\"prefix\": \"") + prefix + "\", \"roles\": [\"leitor\"], \"upstream\": \"" +
               other.origin().toString().toLatin1() + "\"}";
    };
    const QByteArray setting = unlimited + "ROUTES_FILE=routes.json\n";
    writeRoutes(route("/um"));
    writeEnvFile(setting);
    QCOMPARE(ask("GET /um").status, 404);
    m_gateway->sendSignal(SIGHUP);
    QTRY_COMPARE(ask("GET /um").status, 200);

    other.setScript([](const SeenRequest &) { return UpstreamScript::silence(); });
    RawClient waiting(m_gateway->port());
    waiting.send(request("GET /um/devagar"));
    QTRY_COMPARE(other.seen().back().target, QByteArray("/um/devagar"));
    writeRoutes(route("/dois"));
    m_gateway->sendSignal(SIGHUP);
    other.setScript([](const SeenRequest &) { return UpstreamScript::ok("other"); });
    QTRY_COMPARE(ask("GET /dois").status, 200);
    QCOMPARE(ask("GET /um").status, 404);
    other.push("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate", "/um/devagar");
    QTRY_COMPARE(waiting.responses().size(), std::size_t(1));
    QCOMPARE(waiting.responses().front().body, QByteArray("late"));

    writeRoutes(route("/itens"));
    m_gateway->sendSignal(SIGHUP);
    QTRY_COMPARE(reloads("reload_refused"), 1);
    QVERIFY(m_gateway->output().contains("routes.json:1: "));
    QCOMPARE(ask("GET /dois").status, 200);
}

void TestReload::post_withTheRightVersion_reloads()
{
    const RawResponse before = ask("GET /admin/config");
    QCOMPARE(before.status, 200);
    const QByteArray tag = before.header("ETag");
    writeEnvFile(unlimited + "LOG_LEVEL=debug\nIDLE_TIMEOUT=33s\nLOGIN_FAILURES=7\n");
    QCOMPARE(ask("POST /admin/config").status, 428);
    QCOMPARE(ask("POST /admin/config", "If-Match: \"1\"\r\n").status, 412);
    const RawResponse reloaded = ask("POST /admin/config", "If-Match: " + tag + "\r\n");
    QCOMPARE(reloaded.status, 200);
    const QJsonDocument change = QJsonDocument::fromJson(reloaded.body);
    QCOMPARE(change[QStringLiteral("mudaram")].toArray(),
             (QJsonArray{QStringLiteral("LOG_LEVEL"), QStringLiteral("LOGIN_FAILURES")}));
    QCOMPARE(change[QStringLiteral("aguardam_reinicio")].toArray(),
             QJsonArray{QStringLiteral("IDLE_TIMEOUT")});
    QVERIFY(reloaded.header("ETag") != tag);
    QCOMPARE(ask("POST /admin/config", "If-Match: " + tag + "\r\n").status, 412);
    QCOMPARE(ask("POST /admin/config", "If-Match: " + reloaded.header("ETag") + "\r\n").status, 200);
}

void TestReload::post_withAMistake_is422ThatNamesTheLine()
{
    writeEnvFile("RATE_PER_USER=often\n\nNEVER_HEARD_OF=1\n");
    const RawResponse refused = ask("POST /admin/config", "If-Match: *\r\n");
    QCOMPARE(refused.status, 422);
    const QJsonArray errors = QJsonDocument::fromJson(refused.body)[QStringLiteral("errors")].toArray();
    QCOMPARE(errors.size(), 2);
    QVERIFY(refused.body.contains("\"campo\":\".env:1\""));
    QVERIFY(refused.body.contains("\"campo\":\".env:3\""));
    QCOMPARE(ask("GET /itens").status, 200);
}

void TestReload::config_shown_hasNoSecret()
{
    const RawResponse shown = ask("GET /admin/config");
    QVERIFY(!shown.body.contains(secret));
    int secrets = 0;
    for (const QJsonValue value : QJsonDocument::fromJson(shown.body)[QStringLiteral("valores")].toArray()) {
        if (!value[QStringLiteral("segredo")].toBool())
            continue;
        QVERIFY(value[QStringLiteral("valor")].isNull());
        ++secrets;
    }
    QVERIFY(secrets >= 2);
    QCOMPARE(shown.header("Cache-Control"), QByteArray("no-store"));
}

QTEST_GUILESS_MAIN(TestReload)
#include "tst_reload.moc"
