// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/stack.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>
#include <QtTest/QTest>

using namespace guarita::support;

/// openapi.json against a running gateway, in what it says of users, roles and sessions. What the answers
/// look like is answers.py's to judge.
class TestAccessContract : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void operations_withoutOneOfTheirRoles_areForbidden_data();
    void operations_withoutOneOfTheirRoles_areForbidden();
    void refreshTokens_usedTwice_endTheirSession();
    void sessions_revoked_takeNoTokenAnyMore_data();
    void sessions_revoked_takeNoTokenAnyMore();
    void users_disabled_takeNoTokenAnyMore();
    void forms_ofEveryKind_areProvoked_data();
    void forms_ofEveryKind_areProvoked();

private:
    /// `guarita-gateway user …` on the gateway's store; false if it fails.
    bool command(const QStringList &words, const QByteArray &input = {}) const;
    RawResponse sendForm(const QByteArray &path, const QByteArray &form,
                         const QByteArray &type = "application/x-www-form-urlencoded") const;
    QJsonObject grant(const QByteArray &form) const;
    QJsonObject logIn(const QByteArray &name) const { return grant("password=senha-longa&username=" + name); }
    RawResponse askWith(const QByteArray &token, const QByteArray &method, const QByteArray &path) const;

    std::unique_ptr<Stack> m_stack;
    QJsonObject m_paths;
};

namespace {

QByteArray textOf(const QJsonObject &object, const char *name)
{
    return object[QLatin1String(name)].toString().toLatin1();
}

QByteArray reasonOf(const RawResponse &answer)
{
    return textOf(QJsonDocument::fromJson(answer.body).object(), "reason");
}

} // namespace

void TestAccessContract::initTestCase()
{
    m_stack = std::make_unique<Stack>();
    QVERIFY(m_stack->start());
    m_paths = QJsonDocument::fromJson(m_stack->ask("GET", "/openapi.json").body)[QStringLiteral("paths")]
                  .toObject();
    for (const char *role : {"leitor", "editor", "operador"}) {
        const QString name = QLatin1String(role);
        QVERIFY(command({QStringLiteral("add"), name, name}, "senha-longa\n"));
    }
}

void TestAccessContract::cleanupTestCase()
{
    m_stack.reset();
}

bool TestAccessContract::command(const QStringList &words, const QByteArray &input) const
{
    QProcessEnvironment surroundings = QProcessEnvironment::systemEnvironment();
    surroundings.remove(QStringLiteral("GUARITA_RECORD")); // the test's, which the program does not know
    QProcess process;
    process.setProcessEnvironment(surroundings);
    process.setWorkingDirectory(m_stack->folder());
    process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/guarita-gateway"),
                  QStringList{QStringLiteral("user")} + words);
    process.write(input);
    process.closeWriteChannel();
    return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit &&
           process.exitCode() == 0;
}

RawResponse TestAccessContract::sendForm(const QByteArray &path, const QByteArray &form,
                                         const QByteArray &type) const
{
    return exchange(m_stack->gateway().port(),
                    "POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Type: " + type +
                        "\r\nContent-Length: " + QByteArray::number(form.size()) + "\r\n\r\n" + form);
}

QJsonObject TestAccessContract::grant(const QByteArray &form) const
{
    return QJsonDocument::fromJson(sendForm("/token", form).body).object();
}

RawResponse TestAccessContract::askWith(const QByteArray &token, const QByteArray &method,
                                        const QByteArray &path) const
{
    return exchange(m_stack->gateway().port(), method + ' ' + path +
                                                   " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " +
                                                   token + "\r\n\r\n");
}

void TestAccessContract::operations_withoutOneOfTheirRoles_areForbidden_data()
{
    QTest::addColumn<QByteArray>("role");
    QTest::addColumn<int>("refused");
    QTest::newRow("reader") << QByteArray("leitor") << 22;
    QTest::newRow("editor") << QByteArray("editor") << 16;
    QTest::newRow("operator") << QByteArray("operador") << 19;
}

void TestAccessContract::operations_withoutOneOfTheirRoles_areForbidden()
{
    QFETCH(QByteArray, role);
    QFETCH(int, refused);
    const QByteArray token = textOf(logIn(role), "access_token");
    int seen = 0;
    for (auto path = m_paths.begin(); path != m_paths.end(); ++path) {
        const QJsonObject members = path.value().toObject();
        for (const QString &verb : members.keys()) {
            const QJsonArray allowed = members[verb].toObject()[QStringLiteral("x-acesso")].toArray();
            if (allowed.isEmpty() || allowed.contains(QString::fromLatin1(role)))
                continue;
            const RawResponse answer =
                askWith(token, verb.toUpper().toLatin1(),
                        path.key().toLatin1().replace("{id}", "1").replace("{nome}", "ana"));
            QVERIFY2(answer.status == 403, qPrintable(verb + path.key()));
            QCOMPARE(reasonOf(answer), QByteArray("sem_permissao"));
            ++seen;
        }
    }
    QCOMPARE(seen, refused);
    QCOMPARE(askWith(token, "GET", "/identidade").status, 200);
}

void TestAccessContract::refreshTokens_usedTwice_endTheirSession()
{
    const QJsonObject first = logIn("editor");
    const QByteArray again = "grant_type=refresh_token&refresh_token=" + textOf(first, "refresh_token");
    const QJsonObject second = grant(again);
    QVERIFY(!textOf(second, "refresh_token").isEmpty());
    QCOMPARE(second[QStringLiteral("papeis")], first[QStringLiteral("papeis")]);
    QCOMPARE(askWith(textOf(second, "access_token"), "GET", "/itens").status, 200);
    const RawResponse refusal = sendForm("/token", again);
    QCOMPARE(refusal.status, 401);
    QCOMPARE(reasonOf(refusal), QByteArray("sessao_encerrada"));
    QCOMPARE(reasonOf(askWith(textOf(second, "access_token"), "GET", "/itens")),
             QByteArray("token_encerrado"));
}

void TestAccessContract::sessions_revoked_takeNoTokenAnyMore_data()
{
    QTest::addColumn<QByteArray>("by");
    QTest::newRow("by the refresh token") << QByteArray("refresh_token");
    QTest::newRow("by the access token") << QByteArray("access_token");
}

void TestAccessContract::sessions_revoked_takeNoTokenAnyMore()
{
    QFETCH(QByteArray, by);
    const QJsonObject session = logIn("leitor");
    const QByteArray form = "token=" + textOf(session, by.constData()) + "&token_type_hint=" + by;
    QCOMPARE(askWith(textOf(session, "access_token"), "GET", "/itens").status, 200);
    QCOMPARE(sendForm("/revoke", form).status, 200);
    const RawResponse refusal = askWith(textOf(session, "access_token"), "GET", "/itens");
    QCOMPARE(refusal.status, 401);
    QCOMPARE(reasonOf(refusal), QByteArray("token_encerrado"));
    QCOMPARE(sendForm("/token", "grant_type=refresh_token&refresh_token=" + textOf(session, "refresh_token"))
                 .status,
             401);
    QCOMPARE(sendForm("/revoke", form).status, 200); // nothing to end is no error
}

/// By another process, so the gateway has to notice.
void TestAccessContract::users_disabled_takeNoTokenAnyMore()
{
    QVERIFY(command({QStringLiteral("add"), QStringLiteral("de-saida"), QStringLiteral("leitor")},
                    "senha-longa\n"));
    const QByteArray token = textOf(logIn("de-saida"), "access_token");
    QCOMPARE(askWith(token, "GET", "/itens").status, 200);
    QVERIFY(command({QStringLiteral("roles"), QStringLiteral("de-saida"), QStringLiteral("operador")}));
    QTRY_COMPARE(askWith(token, "GET", "/itens").status, 403);
    QVERIFY(command({QStringLiteral("disable"), QStringLiteral("de-saida")}));
    QTRY_COMPARE(askWith(token, "GET", "/itens").status, 401);
    QCOMPARE(sendForm("/token", "username=de-saida&password=senha-longa").status, 401);
}

void TestAccessContract::forms_ofEveryKind_areProvoked_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("status");
    const QByteArray type = "application/x-www-form-urlencoded";
    const auto row = [&type](const char *name, const QByteArray &path, const QByteArray &form, int status) {
        QTest::newRow(name) << path << form << type << status;
    };
    row("no refresh token", "/token", "grant_type=refresh_token", 422);
    row("another grant", "/token", "grant_type=client_credentials", 422);
    row("a refresh token that is none", "/token", "grant_type=refresh_token&refresh_token=x", 401);
    row("a revocation of nothing", "/revoke", "token=x", 200);
    row("a revocation without a token", "/revoke", "token_type_hint=access_token", 422);
    row("a revocation with an unknown field", "/revoke", "token=x&cor=azul", 422);
    row("a repeated field", "/revoke", "token=x&token=y", 400);
    row("a large form", "/revoke", "token=" + QByteArray(5000, 'x'), 413);
    QTest::newRow("no form") << QByteArray("/revoke") << QByteArray("{}") << QByteArray("application/json")
                             << 415;
}

void TestAccessContract::forms_ofEveryKind_areProvoked()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, form);
    QFETCH(QByteArray, type);
    QFETCH(int, status);
    QCOMPARE(sendForm(path, form, type).status, status);
}

QTEST_GUILESS_MAIN(TestAccessContract)
#include "tst_accesscontract.moc"
