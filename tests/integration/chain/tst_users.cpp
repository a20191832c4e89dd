// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/stack.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace guarita::support;

/// Users of a running gateway, managed from the command line.
class TestUsers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void add_user_mayLogInAndDoWhatTheRolesAllow();
    void add_badInput_isRefusedAndChangesNothing_data();
    void add_badInput_isRefusedAndChangesNothing();
    void passwd_newPassword_endsSessionsAndOpensTheDoor();
    void disable_user_isOutSoon();
    void stream_rightIsGone_isBrokenOff_data();
    void stream_rightIsGone_isBrokenOff();
    void stream_tokenExpires_isBrokenOff();
    void demo_withoutDemoMode_cannotLogIn();

private:
    Stack::Ran run(const QString &command, const QByteArray &input = {})
    {
        return m_stack->runUserCommand(command.split(u' ', Qt::SkipEmptyParts), input);
    }
    int statusOf(const QByteArray &token, const QByteArray &method, const QByteArray &target,
                 const QByteArray &body = {})
    {
        return exchange(m_stack->gateway().port(),
                        method + ' ' + target + " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + token +
                            "\r\nContent-Type: application/json\r\nContent-Length: " +
                            QByteArray::number(body.size()) + "\r\n\r\n" + body)
            .status;
    }

    /// A follower of the changes who has his place.
    static std::unique_ptr<RawClient> follow(Stack &stack, const QByteArray &token);
    /// Why the log says that a follower's stream ended; nothing while it goes on.
    static QByteArray endOfStream(Stack &stack, const QByteArray &user);

    std::unique_ptr<Stack> m_stack;
};

std::unique_ptr<RawClient> TestUsers::follow(Stack &stack, const QByteArray &token)
{
    auto client = std::make_unique<RawClient>(stack.gateway().port());
    client->send("GET /itens/eventos HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    const bool follows = QTest::qWaitFor([&] { return client->received().contains("id: "); });
    return follows ? std::move(client) : nullptr;
}

QByteArray TestUsers::endOfStream(Stack &stack, const QByteArray &user)
{
    for (const QJsonObject &line : stack.gateway().events(QStringLiteral("request"))) {
        if (line[QStringLiteral("path")] == QStringLiteral("/itens/eventos") &&
            line[QStringLiteral("subject")].toString().toUtf8() == user)
            return line[QStringLiteral("reason")].toString().toUtf8();
    }
    return {};
}

void TestUsers::initTestCase()
{
    StackOptions options;
    options.servers = 1;
    m_stack = std::make_unique<Stack>(options);
    QVERIFY(m_stack->start());
}

void TestUsers::add_user_mayLogInAndDoWhatTheRolesAllow()
{
    const Stack::Ran added = run(QStringLiteral("add rita leitor"), "rita-senha\n");
    QCOMPARE(added.output, QByteArray("rita\tleitor\tenabled\n"));
    QCOMPARE(added.exitCode, 0);
    const QByteArray token = m_stack->logIn("rita", "rita-senha");
    QVERIFY(!token.isEmpty());
    QCOMPARE(statusOf(token, "GET", "/itens"), 200);
    const QByteArray item = R"({"nome":"x","descricao":null,"preco":1})";
    QCOMPARE(statusOf(token, "POST", "/itens", item), 403);
    QCOMPARE(statusOf(token, "GET", "/admin/backends"), 403);
    QCOMPARE(run(QStringLiteral("roles rita editor,operador")).output,
             QByteArray("rita\teditor,operador\tenabled\n"));
    QTRY_COMPARE(statusOf(token, "GET", "/admin/backends"), 200);
    QCOMPARE(statusOf(token, "POST", "/itens", item), 201);
    QVERIFY(run(QStringLiteral("list")).output.contains("rita\teditor,operador\tenabled\n"));
}

void TestUsers::add_badInput_isRefusedAndChangesNothing_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("exitCode");
    const QByteArray good = "boa-senha\n";
    QTest::newRow("short password") << QStringLiteral("add novo leitor") << QByteArray("1234567\n") << 65;
    QTest::newRow("no password") << QStringLiteral("add novo leitor") << QByteArray() << 65;
    QTest::newRow("password that is not UTF-8")
        << QStringLiteral("add novo leitor") << QByteArray("\xff\xff\xff\xff\xff\xff\xff\xff\n") << 65;
    QTest::newRow("upper case") << QStringLiteral("add Novo leitor") << good << 65;
    QTest::newRow("name that is there") << QStringLiteral("add usuario leitor") << good << 65;
    QTest::newRow("unknown role") << QStringLiteral("add novo chefe") << good << 64;
    QTest::newRow("no role") << QStringLiteral("add novo") << good << 64;
    QTest::newRow("unknown command") << QStringLiteral("remove novo") << good << 64;
    QTest::newRow("nothing") << QString() << QByteArray() << 64;
    QTest::newRow("nobody") << QStringLiteral("disable ninguem") << QByteArray() << 65;
    QTest::newRow("last admin") << QStringLiteral("disable usuario") << QByteArray() << 65;
    QTest::newRow("unknown setting") << QStringLiteral("--no-such-setting=1 list") << QByteArray() << 64;
}

void TestUsers::add_badInput_isRefusedAndChangesNothing()
{
    QFETCH(QString, command);
    QFETCH(QByteArray, input);
    QFETCH(int, exitCode);
    const QByteArray before = run(QStringLiteral("list")).output;
    const Stack::Ran ran = run(command, input);
    QCOMPARE(ran.exitCode, exitCode);
    QVERIFY(!ran.output.isEmpty());
    QVERIFY(input.isEmpty() || !ran.output.contains(input.trimmed()));
    QCOMPARE(run(QStringLiteral("list")).output, before);
}

void TestUsers::passwd_newPassword_endsSessionsAndOpensTheDoor()
{
    QCOMPARE(run(QStringLiteral("add paulo leitor"), "primeira-senha\n").exitCode, 0);
    const QByteArray token = m_stack->logIn("paulo", "primeira-senha");
    QCOMPARE(statusOf(token, "GET", "/itens"), 200);
    QCOMPARE(run(QStringLiteral("passwd paulo"), "segunda-senha\n").exitCode, 0);
    QTRY_COMPARE(statusOf(token, "GET", "/itens"), 401);
    QVERIFY(m_stack->logIn("paulo", "primeira-senha").isEmpty());
    QCOMPARE(statusOf(m_stack->logIn("paulo", "segunda-senha"), "GET", "/itens"), 200);
}

void TestUsers::disable_user_isOutSoon()
{
    QCOMPARE(run(QStringLiteral("add dora leitor"), "dora-senha\n").exitCode, 0);
    const QByteArray token = m_stack->logIn("dora", "dora-senha");
    QCOMPARE(statusOf(token, "GET", "/itens"), 200);
    QCOMPARE(run(QStringLiteral("disable dora")).exitCode, 0);
    QTRY_COMPARE(statusOf(token, "GET", "/itens"), 401);
    QVERIFY(m_stack->logIn("dora", "dora-senha").isEmpty());
    QCOMPARE(run(QStringLiteral("enable dora")).exitCode, 0);
    QVERIFY(!m_stack->logIn("dora", "dora-senha").isEmpty());
}

void TestUsers::stream_rightIsGone_isBrokenOff_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QString>("command");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char *name, const QByteArray &user, const QString &command,
                        const QByteArray &reason) { QTest::newRow(name) << user << command << reason; };
    row("disabled", "ivo", QStringLiteral("disable ivo"), "token_encerrado");
    row("role taken", "lia", QStringLiteral("roles lia operador"), "sem_permissao");
    row("sessions ended", "noa", QStringLiteral("passwd noa"), "token_encerrado");
    row("logged out", "eva", {}, "token_encerrado");
}

void TestUsers::stream_rightIsGone_isBrokenOff()
{
    QFETCH(QByteArray, user);
    QFETCH(QString, command);
    QCOMPARE(run(QStringLiteral("add %1 leitor").arg(QString::fromLatin1(user)), "boa-senha\n").exitCode, 0);
    const QByteArray token = m_stack->logIn(user, "boa-senha");
    const auto stream = follow(*m_stack, token);
    const auto another = follow(*m_stack, m_stack->token());
    QVERIFY(stream && another);
    if (command.isEmpty()) {
        const QByteArray form = "token=" + token;
        const QByteArray head = "POST /revoke HTTP/1.1\r\nHost: test\r\nContent-Type: "
                                "application/x-www-form-urlencoded\r\nContent-Length: ";
        QCOMPARE(
            exchange(m_stack->gateway().port(), head + QByteArray::number(form.size()) + "\r\n\r\n" + form)
                .status,
            200);
    } else {
        QCOMPARE(run(command, "outra-senha\n").exitCode, 0);
    }
    QElapsedTimer since;
    since.start();
    QTRY_VERIFY(stream->closed());
    qInfo("broken off %lld ms after the command", since.elapsed());
    QVERIFY(!stream->received().endsWith("0\r\n\r\n"));
    QTRY_VERIFY(!endOfStream(*m_stack, user).isEmpty());
    QTEST(endOfStream(*m_stack, user), "reason");

    const qsizetype before = another->received().size();
    const QByteArray item = R"({"nome":"x","descricao":null,"preco":1})";
    QCOMPARE(statusOf(m_stack->token(), "POST", "/itens", item), 201);
    QTRY_VERIFY(another->received().indexOf("event: item", before) > 0);
}

void TestUsers::stream_tokenExpires_isBrokenOff()
{
    StackOptions options;
    options.servers = 1;
    options.environment = {{QStringLiteral("TOKEN_LIFETIME"), QStringLiteral("3s")}};
    Stack brief(options);
    QVERIFY(brief.start());
    const auto stream = follow(brief, brief.logIn());
    QVERIFY(stream);
    QTRY_VERIFY_WITH_TIMEOUT(stream->closed(), 10'000);
    QVERIFY(!stream->received().endsWith("0\r\n\r\n"));
    QTRY_COMPARE(endOfStream(brief, "usuario"), QByteArray("token_expirado"));
    QVERIFY(follow(brief, brief.logIn()));
}

void TestUsers::demo_withoutDemoMode_cannotLogIn()
{
    StackOptions options;
    options.servers = 1;
    Stack own(options); // whose demo user is taken away below
    QVERIFY(own.start());
    QVERIFY(!own.logIn().isEmpty());
    QCOMPARE(own.runUserCommand({QStringLiteral("add"), QStringLiteral("chefe"), QStringLiteral("admin")},
                                "chefe-senha\n")
                 .exitCode,
             0);
    DaemonProcess strict(
        QStringLiteral("guarita-gateway"),
        {{QStringLiteral("SECRET_KEY"), QStringLiteral("for-tests-only-0123456789abcdefghij")}},
        own.folder());
    QVERIFY(strict.start());
    QTRY_COMPARE(exchange(strict.port(), "GET /saude HTTP/1.1\r\nHost: test\r\n\r\n").status, 200);
    const auto logIn = [&strict](const QByteArray &form) {
        return exchange(
                   strict.port(),
                   "POST /token HTTP/1.1\r\nHost: test\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                   "Content-Length: " +
                       QByteArray::number(form.size()) + "\r\n\r\n" + form)
            .status;
    };
    QCOMPARE(logIn("username=usuario&password=senha123"), 401);
    QCOMPARE(logIn("username=chefe&password=chefe-senha"), 200);
}

QTEST_GUILESS_MAIN(TestUsers)
#include "tst_users.moc"
