// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/stack.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QSet>
#include <QtTest/QTest>

#include <csignal>

using namespace guarita::support;

/// The audit of the whole chain, as processes.
class TestAuditChain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsDone_isInTheStoreAndInTheLog();
    void restart_losesNothing();
    void kill_inTheMiddleOfUserChanges_leavesEachWithItsRecord();
    void secrets_areInNothingThatIsKept();

private:
    /// "who action target outcome status", the oldest first.
    QByteArrayList records(const QByteArray &query = {});
    QByteArray form(const QByteArray &path, const QByteArray &fields);
    QJsonObject json(const QByteArray &body) { return QJsonDocument::fromJson(body).object(); }
    QByteArray everythingKept();

    std::unique_ptr<Stack> m_stack;
};

namespace {

QByteArray text(const QJsonValue &record, const char *name)
{
    const QJsonValue value = record[QLatin1String(name)];
    return value.isDouble() ? QByteArray::number(value.toInt()) : value.toString().toUtf8();
}

QByteArray fileContent(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray newUser(const QByteArray &name, const QByteArray &password)
{
    return R"({"nome":")" + name + R"(","senha":")" + password + R"(","papeis":["leitor"]})";
}

} // namespace

void TestAuditChain::init()
{
    StackOptions options;
    options.servers = 1;
    m_stack = std::make_unique<Stack>(options);
    QVERIFY(m_stack->start());
}

QByteArrayList TestAuditChain::records(const QByteArray &query)
{
    const RawResponse answer = m_stack->ask("GET", "/admin/auditoria?limite=500&depois=0" + query);
    QByteArrayList lines;
    for (const QJsonValue &record : json(answer.body)[QStringLiteral("registros")].toArray()) {
        QByteArrayList parts;
        for (const char *name : {"quem", "acao", "alvo", "resultado", "status"})
            parts.append(text(record, name));
        lines.append(parts.join(' '));
    }
    return lines;
}

QByteArray TestAuditChain::form(const QByteArray &path, const QByteArray &fields)
{
    return exchange(m_stack->gateway().port(),
                    "POST " + path +
                        " HTTP/1.1\r\nHost: test\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        "Content-Length: " +
                        QByteArray::number(fields.size()) + "\r\n\r\n" + fields)
        .body;
}

void TestAuditChain::whatIsDone_isInTheStoreAndInTheLog()
{
    const RawResponse made =
        m_stack->ask("POST", "/itens", R"({"nome":"x","preco":1})", "X-Request-Id: pedido-7\r\n");
    QCOMPARE(made.status, 201);
    const QByteArray item = made.header("Location");
    QCOMPARE(m_stack->ask("PATCH", item, R"({"preco":2})", "If-Match: \"7\"\r\n").status, 412);
    QCOMPARE(m_stack->ask("DELETE", item).status, 204);
    QCOMPARE(m_stack
                 ->runUserCommand({QStringLiteral("add"), QStringLiteral("rita"), QStringLiteral("leitor")},
                                  "rita-senha\n")
                 .exitCode,
             0);
    m_stack->gateway().sendSignal(SIGHUP);
    const QByteArrayList expected{
        "linha-de-comando usuario.criar rita ok ",
        "sinal config.alterar  ok ",
        "usuario entrar  ok 200",
        "usuario item.alterar " + item + " recusado 412",
        "usuario item.criar /itens ok 201",
        "usuario item.remover " + item + " ok 204",
    };
    const auto sorted = [this] { // the command's comes before those that wait to be written
        QByteArrayList lines = records();
        std::sort(lines.begin(), lines.end());
        return lines;
    };
    QTRY_COMPARE(sorted(), expected);
    const auto logged = m_stack->gateway().events(QStringLiteral("audit"));
    QCOMPARE(logged.size(), std::size_t(5)); // the command has no log
    const QJsonObject &creation = logged.at(1);
    QCOMPARE(creation[QStringLiteral("action")].toString(), QStringLiteral("item.criar"));
    QCOMPARE(creation[QStringLiteral("request_id")].toString(), QStringLiteral("pedido-7"));
    QCOMPARE(creation[QStringLiteral("subject")].toString(), QStringLiteral("usuario"));
    QCOMPARE(creation[QStringLiteral("client")].toString(), QStringLiteral("127.0.0.1"));
}

/// What waits to be written is written before the gateway ends.
void TestAuditChain::restart_losesNothing()
{
    for (int i = 0; i < 50; ++i)
        QCOMPARE(m_stack->ask("POST", "/itens", R"({"nome":"x","preco":1})").status, 201);
    m_stack->gateway().terminate();
    QCOMPARE(m_stack->gateway().waitForExit(), 0);
    QVERIFY(m_stack->gateway().start());
    QTRY_COMPARE(records("&acao=item.criar").size(), 50);
}

void TestAuditChain::kill_inTheMiddleOfUserChanges_leavesEachWithItsRecord()
{
    constexpr int rounds = 4;
    QByteArrayList acknowledged;
    for (int round = 0; round < rounds; ++round) {
        std::vector<std::unique_ptr<RawClient>> clients;
        QByteArrayList names;
        for (int i = 0; i < 12; ++i) {
            names.append("u" + QByteArray::number(round) + "-" + QByteArray::number(i));
            clients.push_back(std::make_unique<RawClient>(m_stack->gateway().port()));
            clients.back()->send(
                m_stack->request("POST", "/admin/usuarios", newUser(names.back(), "senha-longa")));
        }
        const auto answered = [&clients] {
            return std::count_if(clients.begin(), clients.end(),
                                 [](const auto &client) { return client->count() > 0; });
        };
        QTRY_VERIFY(answered() > round);
        m_stack->gateway().kill();
        m_stack->gateway().waitForExit();
        for (std::size_t i = 0; i < clients.size(); ++i) {
            if (clients[i]->count() > 0 && clients[i]->responses().front().status == 201)
                acknowledged.append(names.at(static_cast<qsizetype>(i)));
        }
        QVERIFY(m_stack->gateway().start());
        QTRY_COMPARE(m_stack->ask("GET", "/saude").status, 200);
    }
    QVERIFY(acknowledged.size() >= rounds);
    QSet<QByteArray> users;
    const RawResponse listed = m_stack->ask("GET", "/admin/usuarios?limite=200");
    for (const QJsonValue &user : json(listed.body)[QStringLiteral("usuarios")].toArray())
        users.insert(text(user, "nome"));
    users.remove("usuario");
    QSet<QByteArray> recorded;
    for (const QByteArray &line : records("&acao=usuario.criar&resultado=ok")) {
        const QByteArray name = line.split(' ').at(2);
        QVERIFY(!recorded.contains(name));
        recorded.insert(name);
    }
    QCOMPARE(recorded, users);
    for (const QByteArray &name : acknowledged)
        QVERIFY2(recorded.contains(name), name.constData());
}

/// Logs, both stores, and the arguments that other users of the machine can read. Ends the gateway, which
/// writes what it had counted.
QByteArray TestAuditChain::everythingKept()
{
    QByteArray kept;
    for (DaemonProcess *daemon : m_stack->all())
        kept += fileContent(QStringLiteral("/proc/%1/cmdline").arg(daemon->pid()));
    m_stack->gateway().terminate();
    m_stack->gateway().waitForExit();
    for (DaemonProcess *daemon : m_stack->all())
        kept += daemon->output();
    const QDir folder(m_stack->folder());
    for (const QString &file : folder.entryList(QDir::Files | QDir::Hidden))
        kept += fileContent(folder.filePath(file));
    return kept;
}

void TestAuditChain::secrets_areInNothingThatIsKept()
{
    const QByteArray right = "canario-certo-4711";
    const QByteArray wrong = "canario-errado-4712";
    const QByteArray next = "canario-novo-4713";
    const QByteArray byCommand = "canario-comando-4714";
    const QByteArray likeAName = "canario-como-nome-4716";
    const QByteArray misplaced = "Canario+no+campo+do+nome-4715!";
    QByteArray pages;
    pages += m_stack->ask("POST", "/admin/usuarios", newUser("ana", right)).body;
    pages += m_stack->ask("POST", "/admin/usuarios", newUser("ana", right)).body;     // 409
    pages += m_stack->ask("POST", "/admin/usuarios", newUser("A", wrong)).body;       // 422
    pages += m_stack->ask("POST", "/admin/usuarios", newUser("b", wrong) + "}").body; // 400
    pages += m_stack
                 ->runUserCommand({QStringLiteral("add"), QStringLiteral("rui"), QStringLiteral("leitor")},
                                  byCommand + '\n')
                 .output;
    pages += form("/token", "username=ana&password=" + wrong);
    pages += form("/token", "username=" + misplaced + "&password=" + wrong);
    for (int i = 0; i < 7; ++i) // 401, then 429
        pages += form("/token", "username=" + likeAName + "&password=" + wrong);
    pages += form("/token", "username=ana&senha=" + wrong);
    const QJsonObject first = json(form("/token", "username=ana&password=" + right));
    const QByteArray refresh = text(first, "refresh_token");
    const QJsonObject second = json(form("/token", "grant_type=refresh_token&refresh_token=" + refresh));
    pages +=
        m_stack->ask("PUT", "/conta/senha", R"({"atual":")" + wrong + R"(","nova":")" + next + R"("})").body;
    const RawResponse changed =
        exchange(m_stack->gateway().port(),
                 QByteArray(m_stack->request("PUT", "/conta/senha",
                                             R"({"atual":")" + right + R"(","nova":")" + next + R"("})"))
                     .replace(m_stack->token(), text(second, "access_token")));
    QCOMPARE(changed.status, 204);
    pages += form("/token", "grant_type=refresh_token&refresh_token=" + refresh); // reused
    pages += form("/revoke", "token=" + text(second, "access_token"));
    QVERIFY(!refresh.isEmpty() && !text(second, "refresh_token").isEmpty());
    QTRY_VERIFY(records("&acao=renovar").size() == 1);

    const QByteArray kept = everythingKept() + pages;
    QVERIFY(kept.contains("usuario.criar") && kept.contains("$argon2id$") &&
            kept.contains("\"event\":\"audit\""));
    for (const QByteArray &secret :
         {right, wrong, next, byCommand, likeAName, misplaced, QByteArray(misplaced).replace('+', ' '),
          refresh, text(second, "refresh_token"), text(first, "access_token"), text(second, "access_token"),
          m_stack->token(), refresh.split('.').at(1)})
        QVERIFY2(!kept.contains(secret), secret.constData());
}

QTEST_GUILESS_MAIN(TestAuditChain)
#include "tst_auditchain.moc"
