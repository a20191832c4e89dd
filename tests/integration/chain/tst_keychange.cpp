// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeupstream.h"
#include "support/stack.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <array>

using namespace guarita::support;

namespace {

const QString oldSecret = QStringLiteral("d67e93a2c32c14e6b9a5ad4d2e1f70b8");
const QString newSecret = QStringLiteral("0f1cbb7e5a9446d28d3e0a7c9b61f254");

using Environment = std::map<QString, QString>;

Environment secrets(const QString &current, const QString &previous)
{
    return {{QStringLiteral("SECRET_KEY"), current}, {QStringLiteral("SECRET_KEY_PREVIOUS"), previous}};
}

struct Tokens
{
    QByteArray access;
    QByteArray refresh;
};

} // namespace

/// Two gateways with one store, and a client that talks to both while their keys change.
class TestKeyChange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void secret_inThreeSteps_refusesNoToken();
    void secret_withoutTheOldOne_refusesItsTokens();
    void keyFile_afterTheSecret_refusesNoToken();

private:
    bool restart(std::size_t index, const Environment &keys);
    RawResponse post(std::size_t index, const QByteArray &form);
    Tokens tokensFrom(std::size_t index, const QByteArray &form);
    Tokens logIn(std::size_t index) { return tokensFrom(index, "username=usuario&password=senha123"); }
    int statusOf(std::size_t index, const QByteArray &token);
    void checkAccess(const QByteArray &token);
    /// Restarts one gateway after the other, and has a client go on at both in between.
    void step(const Environment &keys, Tokens &client);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeUpstream> m_upstream;
    std::array<std::unique_ptr<DaemonProcess>, 2> m_gateways;
};

void TestKeyChange::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_upstream = std::make_unique<FakeUpstream>();
}

void TestKeyChange::cleanup()
{
    for (auto &gateway : m_gateways)
        gateway.reset();
    m_upstream.reset();
}

bool TestKeyChange::restart(std::size_t index, const Environment &keys)
{
    Environment environment = keys;
    environment[QStringLiteral("DEMO")] = QStringLiteral("true");
    environment[QStringLiteral("DRAIN_NOTICE")] = QStringLiteral("0s");
    environment[QStringLiteral("LOAD_BALANCER_URL")] = m_upstream->origin().toString();
    m_gateways[index].reset();
    m_gateways[index] =
        std::make_unique<DaemonProcess>(QStringLiteral("guarita-gateway"), environment, m_folder->path());
    m_gateways[index]->leaveUnrecorded();
    const auto ready = [&] {
        return exchange(m_gateways[index]->port(), "GET /saude HTTP/1.1\r\nHost: t\r\n\r\n").status == 200;
    };
    return m_gateways[index]->start() && QTest::qWaitFor(ready, 10'000);
}

RawResponse TestKeyChange::post(std::size_t index, const QByteArray &form)
{
    return exchange(m_gateways[index]->port(), "POST /token HTTP/1.1\r\nHost: t\r\n"
                                               "Content-Type: application/x-www-form-urlencoded\r\n"
                                               "Content-Length: " +
                                                   QByteArray::number(form.size()) + "\r\n\r\n" + form);
}

Tokens TestKeyChange::tokensFrom(std::size_t index, const QByteArray &form)
{
    const QJsonObject answer = QJsonDocument::fromJson(post(index, form).body).object();
    return {answer[QStringLiteral("access_token")].toString().toLatin1(),
            answer[QStringLiteral("refresh_token")].toString().toLatin1()};
}

int TestKeyChange::statusOf(std::size_t index, const QByteArray &token)
{
    return exchange(m_gateways[index]->port(),
                    "GET /itens HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer " + token + "\r\n\r\n")
        .status;
}

void TestKeyChange::checkAccess(const QByteArray &token)
{
    for (std::size_t index : {0U, 1U})
        QCOMPARE(statusOf(index, token), 200);
}

void TestKeyChange::step(const Environment &keys, Tokens &client)
{
    for (std::size_t index : {0U, 1U}) {
        QVERIFY(restart(index, keys));
        checkAccess(client.access);
        checkAccess(logIn(index).access);
        for (std::size_t at : {index, 1 - index}) { // each accepts what the other has given
            client = tokensFrom(at, "grant_type=refresh_token&refresh_token=" + client.refresh);
            checkAccess(client.access);
        }
    }
}

void TestKeyChange::secret_inThreeSteps_refusesNoToken()
{
    for (std::size_t index : {0U, 1U})
        QVERIFY(restart(index, secrets(oldSecret, {})));
    const Tokens before = logIn(0);
    Tokens client = logIn(0);
    step(secrets(oldSecret, newSecret), client);
    step(secrets(newSecret, oldSecret), client);
    checkAccess(before.access);
    step(secrets(newSecret, {}), client);
    for (std::size_t index : {0U, 1U})
        QCOMPARE(statusOf(index, before.access), 401);
}

// The counterpart: so the steps are what makes the difference.
void TestKeyChange::secret_withoutTheOldOne_refusesItsTokens()
{
    QVERIFY(restart(0, secrets(oldSecret, {})));
    const Tokens client = logIn(0);
    QVERIFY(restart(0, secrets(newSecret, {})));
    QCOMPARE(statusOf(0, client.access), 401);
    QCOMPARE(post(0, "grant_type=refresh_token&refresh_token=" + client.refresh).status, 401);
}

void TestKeyChange::keyFile_afterTheSecret_refusesNoToken()
{
    const QString file = m_folder->filePath(QStringLiteral("token.pem"));
    QCOMPARE(QProcess::execute(QStringLiteral("openssl"),
                               {QStringLiteral("genpkey"), QStringLiteral("-algorithm"),
                                QStringLiteral("ed25519"), QStringLiteral("-out"), file}),
             0);
    Environment keys = secrets(oldSecret, {});
    for (std::size_t index : {0U, 1U})
        QVERIFY(restart(index, keys));
    Tokens client = logIn(0);
    keys[QStringLiteral("TOKEN_KEY_FILE_PREVIOUS")] = file;
    step(keys, client);
    keys.erase(QStringLiteral("TOKEN_KEY_FILE_PREVIOUS"));
    keys[QStringLiteral("TOKEN_KEY_FILE")] = file;
    step(keys, client);
    const QByteArray header = QByteArray::fromBase64(client.access.first(client.access.indexOf('.')),
                                                     QByteArray::Base64UrlEncoding);
    const QByteArray id = QJsonDocument::fromJson(header)[QStringLiteral("kid")].toString().toLatin1();
    const RawResponse shown =
        exchange(m_gateways[0]->port(), "GET /.well-known/jwks.json HTTP/1.1\r\nHost: t\r\n\r\n");
    QCOMPARE(shown.status, 200);
    QCOMPARE(shown.header("Cache-Control"), QByteArray("max-age=300"));
    QVERIFY(!id.isEmpty() && shown.body.contains("\"kid\":\"" + id + '"'));
}

QTEST_GUILESS_MAIN(TestKeyChange)
#include "tst_keychange.moc"
