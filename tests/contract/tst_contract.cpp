// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/stack.h"
#include "support/tieridentity.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

#include <set>
#include <tuple>

using namespace guarita::support;

using Names = std::set<QString>;

/// openapi.json against the running daemons: the same paths and methods, on every tier that has them, and
/// examples that are accepted. What the answers look like is answers.py's to judge.
class TestContract : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void tables_ofTheDaemons_areTheDocument();
    void paths_askedForTheirMethods_nameTheDocumentedOnes();
    void methods_notDocumented_areRefused();
    void examples_ofTheBodies_areAccepted();
    void answers_ofEveryKind_areProvoked_data();
    void answers_ofEveryKind_areProvoked();
    void keys_usedAgain_areProvoked();
    void events_ofAChange_areProvoked();
    void logIns_ofEveryKind_areProvoked_data();
    void logIns_ofEveryKind_areProvoked();

private:
    DaemonProcess &daemon(const QString &role);
    /// "GET /itens" …, of the role alone: what others have is reached by forwarding.
    Names documented(const QString &role) const;
    /// The methods of a path, and whether this role or one behind it has them.
    Names methods(const QString &path, const QString &role) const;
    QByteArray newItem();
    QByteArray idFor(const QString &path);
    QByteArray tokenFor(const QByteArray &body);

    std::unique_ptr<Stack> m_stack;
    QJsonObject m_paths;
};

namespace {

const Names verbs{QStringLiteral("get"), QStringLiteral("post"), QStringLiteral("put"),
                  QStringLiteral("patch"), QStringLiteral("delete")};

const QStringList roles{QStringLiteral("gateway"), QStringLiteral("balanceador"), QStringLiteral("servidor")};

/// The page that shows the document is not in it; tst_docspages tells what it is.
bool isOfThePage(const QString &route)
{
    return route.startsWith(QStringLiteral("GET /docs")) || route == QStringLiteral("GET /openapi.json");
}

Names routesIn(const QByteArray &metrics)
{
    static const QRegularExpression row(
        QStringLiteral("^guarita_http_routes\\{method=\"(\\w+)\",route=\"([^\"]+)\"\\} 1$"),
        QRegularExpression::MultilineOption);
    Names found;
    for (auto rows = row.globalMatch(QString::fromUtf8(metrics)); rows.hasNext();) {
        const QRegularExpressionMatch match = rows.next();
        const QString route = match.captured(1) + QLatin1Char(' ') + match.captured(2);
        if (!isOfThePage(route))
            found.insert(route);
    }
    return found;
}

Names listIn(const QByteArray &field)
{
    const QStringList parts = QString::fromLatin1(field).split(QStringLiteral(", "), Qt::SkipEmptyParts);
    return Names(parts.begin(), parts.end());
}

QByteArray textOf(const Names &names)
{
    return QStringList(names.begin(), names.end()).join(QStringLiteral(", ")).toUtf8();
}

/// A path with something in the place of its parameters.
QByteArray targetOf(QByteArray path, const QByteArray &id = "1")
{
    return path.replace("{id}", id).replace("{nome}", "usuario");
}

/// The media type's example or examples, as bodies.
QList<QByteArray> samplesIn(const QJsonObject &media)
{
    QList<QByteArray> samples;
    const auto add = [&samples](const QJsonValue &value) {
        samples.append(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    };
    if (media.contains(QStringLiteral("example")))
        add(media[QStringLiteral("example")]);
    const QJsonObject named = media[QStringLiteral("examples")].toObject();
    for (const QJsonValue &one : named)
        add(one[QStringLiteral("value")]);
    return samples;
}

} // namespace

void TestContract::initTestCase()
{
    m_stack = std::make_unique<Stack>();
    QVERIFY(m_stack->start());
    const RawResponse document = m_stack->ask("GET", "/openapi.json");
    m_paths = QJsonDocument::fromJson(document.body)[QStringLiteral("paths")].toObject();
    QVERIFY(m_paths.size() > 5);
}

void TestContract::cleanupTestCase()
{
    m_stack.reset();
}

DaemonProcess &TestContract::daemon(const QString &role)
{
    if (role == roles.first())
        return m_stack->gateway();
    return role == roles.last() ? m_stack->server(0) : m_stack->balancer();
}

Names TestContract::documented(const QString &role) const
{
    Names found;
    for (auto path = m_paths.begin(); path != m_paths.end(); ++path) {
        const QJsonObject members = path.value().toObject();
        for (const QString &verb : verbs) {
            if (members[verb].toObject()[QStringLiteral("x-papeis")].toArray().contains(role))
                found.insert(verb.toUpper() + QLatin1Char(' ') + path.key());
        }
    }
    return found;
}

Names TestContract::methods(const QString &path, const QString &role) const
{
    Names found;
    for (const QString &here : roles.mid(roles.indexOf(role))) {
        for (const QString &route : documented(here)) {
            const QStringList parts = route.split(QLatin1Char(' '));
            if (parts.last() == path)
                found.insert(parts.first());
        }
    }
    if (found.count(QStringLiteral("GET")))
        found.insert(QStringLiteral("HEAD"));
    if (!found.empty())
        found.insert(QStringLiteral("OPTIONS"));
    return found;
}

void TestContract::tables_ofTheDaemons_areTheDocument()
{
    for (const QString &role : roles) {
        const RawResponse page =
            exchange(daemon(role).metricsPort(), "GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n");
        const Names served = routesIn(page.body);
        QVERIFY(!served.empty());
        QCOMPARE(textOf(served), textOf(documented(role)));
    }
}

void TestContract::paths_askedForTheirMethods_nameTheDocumentedOnes()
{
    for (const QString &path : m_paths.keys()) {
        const QByteArray target = targetOf(path.toUtf8());
        for (const QString &role : roles) {
            const Names expected = methods(path, role);
            const QByteArray identity = TierIdentity{"OPTIONS", target}.fields();
            const RawResponse answer =
                exchange(daemon(role).port(), m_stack->request("OPTIONS", target, {}, identity));
            QVERIFY2(answer.status == (expected.empty() ? 404 : 204), qPrintable(role + path));
            QCOMPARE(textOf(listIn(answer.header("Allow"))), textOf(expected));
        }
    }
}

void TestContract::methods_notDocumented_areRefused()
{
    for (const QString &path : m_paths.keys()) {
        const QByteArray target = targetOf(path.toUtf8());
        const Names known = methods(path, roles.first());
        if (known.empty())
            continue; // documented, and not served yet
        for (const QString &verb : verbs) {
            if (known.count(verb.toUpper()))
                continue;
            const RawResponse answer = m_stack->ask(verb.toUpper().toLatin1(), target);
            QVERIFY2(answer.status == 405, qPrintable(verb + QLatin1Char(' ') + path));
            QCOMPARE(textOf(listIn(answer.header("Allow"))), textOf(known));
        }
    }
}

/// An item that has just been made, so that its version is the examples' first.
QByteArray TestContract::newItem()
{
    return m_stack->ask("POST", "/itens", R"({"nome":"Café","preco":19.90})").header("Location").mid(7);
}

/// Of something that is there.
QByteArray TestContract::idFor(const QString &path)
{
    return path.startsWith(QStringLiteral("/admin/backends/"))
               ? "127.0.0.1:" + QByteArray::number(m_stack->server(1).port())
               : newItem();
}

/// The demo user's, unless the body says which password the caller has.
QByteArray TestContract::tokenFor(const QByteArray &body)
{
    const QByteArray password = QJsonDocument::fromJson(body)[QStringLiteral("atual")].toString().toUtf8();
    if (password.isEmpty())
        return m_stack->token();
    m_stack->ask("POST", "/admin/usuarios",
                 R"({"nome":"de-senha-nova","papeis":["leitor"],"senha":")" + password + R"("})");
    return m_stack->logIn("de-senha-nova", password);
}

void TestContract::examples_ofTheBodies_areAccepted()
{
    newItem(); // 1 and 2, which the examples of a batch speak of
    newItem();
    int accepted = 0;
    for (auto path = m_paths.begin(); path != m_paths.end(); ++path) {
        for (const QString &verb : verbs) {
            const QJsonObject content = path.value()[verb][QStringLiteral("requestBody")]
                                            .toObject()[QStringLiteral("content")]
                                            .toObject();
            for (auto media = content.begin(); media != content.end(); ++media) {
                if (!media.key().endsWith(QStringLiteral("json")))
                    continue; // the log-in's form: the stack sends it
                for (const QByteArray &body : samplesIn(media.value().toObject())) {
                    const QByteArray target = targetOf(path.key().toUtf8(), idFor(path.key()));
                    const QByteArray head = verb.toUpper().toLatin1() + ' ' + target +
                                            " HTTP/1.1\r\nHost: test\r\n" +
                                            (verb == QStringLiteral("patch") ? "If-Match: *\r\n" : "") +
                                            "Authorization: Bearer " + tokenFor(body) +
                                            "\r\nContent-Type: " + media.key().toLatin1() +
                                            "\r\nContent-Length: " + QByteArray::number(body.size());
                    const RawResponse answer = exchange(m_stack->gateway().port(), head + "\r\n\r\n" + body);
                    QVERIFY2(answer.status / 100 == 2, (head + answer.body).constData());
                    QVERIFY2(!answer.body.contains("\"erro\""), answer.body.constData());
                    ++accepted;
                }
            }
        }
    }
    QVERIFY(accepted >= 4);
}

void TestContract::answers_ofEveryKind_areProvoked_data()
{
    QTest::addColumn<QByteArray>("line"); // {id} is an item's
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const QByteArray &line, int status, const QByteArray &body = {},
                        const QByteArray &fields = {}) {
        QTest::addRow("%s %d %s%s", line.constData(), status, fields.trimmed().constData(),
                      body.left(60).constData())
            << line << fields << body << status;
    };
    const QByteArray good = R"({"nome":"Chá","preco":5})";
    const QByteArray bad = R"({"nome":"","preco":5})";
    const QByteArray badKey = "Idempotency-Key: a b\r\n";
    row("GET /itens?limit=2&q=caf%C3%A9&preco_min=1&preco_max=99.90&total=false", 200);
    row("GET /itens?limit=0", 400);
    row("GET /itens?depois=x", 400);
    row("GET /itens?cor=x", 400);
    row("HEAD /itens", 200);
    row("POST /itens", 400, "{");
    row("POST /itens", 400, good, badKey);
    row("POST /itens", 422, bad);
    row("POST /itens", 415);
    row("GET /itens/{id}", 304, {}, "If-None-Match: \"1\"\r\n");
    row("GET /itens/{id}", 400, {}, "If-None-Match: 1\r\n");
    row("GET /itens/9007199254740991", 404);
    row("HEAD /itens/{id}", 200);
    for (const QByteArray method : {"PUT", "PATCH"}) {
        row(method + " /itens/{id}", 200, good, "If-Match: \"1\"\r\n");
        row(method + " /itens/{id}", 400, "[]");
        row(method + " /itens/{id}", 400, good, "If-Match: 1\r\n");
        row(method + " /itens/{id}", 412, good, "If-Match: \"7\"\r\n");
        row(method + " /itens/{id}", 412, good, "If-None-Match: *\r\n");
        row(method + " /itens/{id}", 415);
        row(method + " /itens/{id}", 422, bad);
        row(method + " /itens/9007199254740991", 404, good);
    }
    row("DELETE /itens/{id}", 400, {}, badKey);
    row("DELETE /itens/{id}", 412, {}, "If-Match: \"7\"\r\n");
    row("DELETE /itens/{id}", 204);
    row("POST /itens/{id}/restaurar", 409);
    row("POST /itens/{id}/restaurar", 400, {}, badKey);
    row("POST /itens/9007199254740991/restaurar", 404);
    row("GET /itens/{id}/historico?limit=1&antes=9", 200);
    row("GET /itens/{id}/historico?limit=x", 400);
    row("GET /itens/9007199254740991/historico", 404);
    row("POST /itens/lote", 400, R"({"operacoes":[]})");
    row("POST /itens/lote", 400, R"({"operacoes":[{"op":"pintar","id":1}]})");
    row("POST /itens/lote", 415);
    row("POST /itens/lote", 413,
        R"({"operacoes":[)" + QByteArray(R"({"op":"remover","id":1},)").repeated(10'000) +
            R"({"op":"remover","id":1}]})");
    row("POST /itens/lote", 422,
        R"({"operacoes":[{"op":"remover","id":9007199254740991},{"op":"criar","item":{"nome":""}}]})");
    row("POST /itens/lote", 200,
        R"({"atomico":false,"operacoes":[{"op":"remover","id":9007199254740991},{"op":"criar","item":{"nome":""}}]})");
    row("GET /itens/exportar?ordem=-preco&preco_max=100", 200);
    row("GET /itens/exportar?formato=ndjson&q=caf%C3%A9", 200);
    row("HEAD /itens/exportar", 200);
    row("GET /itens/exportar?formato=xls", 400);
    row("GET /saude", 200);
    row("GET /.well-known/jwks.json", 200);
    row("GET /identidade", 200);
    row("GET /admin/backends", 200);
    const QByteArray user = R"({"nome":"rui","senha":"uma-senha-longa","papeis":["leitor"]})";
    row("GET /conta", 200);
    row("HEAD /conta", 200);
    row("PUT /conta/senha", 400, "{");
    row("PUT /conta/senha", 403, R"({"atual":"x","nova":"outra-senha-longa"})");
    row("PUT /conta/senha", 413, QByteArray(9000, ' '));
    row("PUT /conta/senha", 415);
    row("PUT /conta/senha", 422, R"({"atual":"x","nova":"curta"})");
    row("GET /admin/usuarios?limite=1", 200);
    row("GET /admin/usuarios?limite=1&depois=a", 200);
    row("GET /admin/usuarios?limite=0", 400);
    row("GET /admin/auditoria?acao=usuario.criar&limite=5&desde=2026-01-01T00:00:00Z", 200);
    row("GET /admin/auditoria?depois=0&resultado=ok", 200);
    row("HEAD /admin/auditoria", 200);
    row("GET /admin/auditoria/exportar?acao=usuario.criar", 200);
    row("HEAD /admin/auditoria/exportar", 200);
    row("GET /admin/auditoria/exportar?limite=5", 400);
    row("GET /admin/auditoria?limite=501", 400);
    row("POST /admin/usuarios", 201, user);
    row("POST /admin/usuarios", 409, QByteArray(user).replace("rui", "usuario"));
    row("POST /admin/usuarios", 400, "{");
    row("POST /admin/usuarios", 413, QByteArray(9000, ' '));
    row("POST /admin/usuarios", 415);
    row("POST /admin/usuarios", 422, R"({"nome":"Rui"})");
    row("GET /admin/usuarios/usuario", 200);
    row("GET /admin/usuarios/ninguem", 404);
    row("PATCH /admin/usuarios/usuario", 200, R"({"ativo":true})", "If-Match: *\r\n");
    row("PATCH /admin/usuarios/usuario", 409, R"({"papeis":["leitor"]})");
    row("PATCH /admin/usuarios/usuario", 400, "{}", "If-Match: 1\r\n");
    row("PATCH /admin/usuarios/usuario", 412, "{}", "If-Match: \"777\"\r\n");
    row("PATCH /admin/usuarios/usuario", 413, QByteArray(9000, ' '));
    row("PATCH /admin/usuarios/usuario", 415);
    row("PATCH /admin/usuarios/usuario", 422, R"({"ativo":1})");
    row("PATCH /admin/usuarios/ninguem", 404, "{}");
    row("GET /admin/config", 200);
    row("POST /admin/config", 200, {}, "If-Match: *\r\n");
    row("POST /admin/config", 400, "{}", "If-Match: *\r\n");
    row("POST /admin/config", 412, {}, "If-Match: \"7\"\r\n");
    row("POST /admin/config", 428);
}

/// The status is all that is asserted here.
void TestContract::answers_ofEveryKind_areProvoked()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    const QByteArray id = newItem();
    const QList<QByteArray> parts = line.replace("{id}", id).split(' ');
    RawClient client(m_stack->gateway().port());
    client.send(m_stack->request(parts.first(), parts.last(), body, fields));
    const bool toHead = parts.first() == "HEAD";
    QTRY_VERIFY(!client.responses(toHead).empty());
    const RawResponse answer = client.responses(toHead).front();
    if (!toHead && answer.header("Transfer-Encoding") == "chunked")
        QTRY_VERIFY(client.received().endsWith("\r\n0\r\n\r\n"));
    QVERIFY2(answer.status == status, (answer.head + answer.body).constData());
}

void TestContract::keys_usedAgain_areProvoked()
{
    const QByteArray item = R"({"nome":"Uma vez","preco":1})";
    const QByteArray id = newItem();
    const QByteArray batch = R"({"operacoes":[{"op":"criar","item":)" + item + "}]}";
    const std::tuple<QByteArray, QByteArray, QByteArray> writes[] = {
        {"POST", "/itens", item},        {"PUT", "/itens/" + id, item},
        {"PATCH", "/itens/" + id, item}, {"POST", "/itens/lote", batch},
        {"DELETE", "/itens/" + id, {}},  {"POST", "/itens/" + id + "/restaurar", {}},
    };
    for (const auto &[method, path, body] : writes) {
        const QByteArray key = "Idempotency-Key: " + method + path + "\r\n";
        const RawResponse first = m_stack->ask(method, path, body, key);
        QVERIFY2(first.status / 100 == 2, (method + path + first.body).constData());
        const RawResponse again = m_stack->ask(method, path, body, key);
        QCOMPARE(again.status, first.status);
        QCOMPARE(again.header("Idempotent-Replayed"), QByteArray("true"));
        QCOMPARE(again.body, first.body);
        QCOMPARE(m_stack->ask(method, path, body, key + "If-Match: \"77\"\r\n").status, 422);
    }
}

void TestContract::events_ofAChange_areProvoked()
{
    RawClient fresh(m_stack->gateway().port());
    RawClient lost(m_stack->gateway().port());
    fresh.send(m_stack->request("GET", "/itens/eventos"));
    lost.send(m_stack->request("GET", "/itens/eventos", {}, "Last-Event-ID: nada\r\n"));
    QTRY_VERIFY(fresh.received().contains("\nid: "));
    QTRY_VERIFY(lost.received().contains("event: ressincronizar\n"));
    const QByteArray id = newItem();
    QCOMPARE(m_stack->ask("DELETE", "/itens/" + id).status, 204);
    for (const char *operation : {"criado", "removido"})
        QTRY_VERIFY2(fresh.received().contains(QByteArray("\"operacao\":\"") + operation), operation);
    QCOMPARE(m_stack->ask("GET", "/itens/eventos?cor=x").status, 400);
}

void TestContract::logIns_ofEveryKind_areProvoked_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<int>("status");
    const QByteArray type = "application/x-www-form-urlencoded";
    QTest::newRow("good") << type << QByteArray("username=usuario&password=senha123&grant_type=password")
                          << 200;
    QTest::newRow("repeated") << type << QByteArray("username=a&username=b") << 400;
    QTest::newRow("wrong") << type << QByteArray("username=usuario&password=x") << 401;
    QTest::newRow("large") << type << "username=" + QByteArray(5000, 'x') << 413;
    QTest::newRow("no form") << QByteArray("text/plain") << QByteArray("x") << 415;
    QTest::newRow("no password") << type << QByteArray("username=usuario") << 422;
}

void TestContract::logIns_ofEveryKind_areProvoked()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, form);
    QFETCH(int, status);
    const RawResponse answer =
        exchange(m_stack->gateway().port(), "POST /token HTTP/1.1\r\nHost: test\r\nContent-Type: " + type +
                                                "\r\nContent-Length: " + QByteArray::number(form.size()) +
                                                "\r\n\r\n" + form);
    QCOMPARE(answer.status, status);
}

QTEST_GUILESS_MAIN(TestContract)
#include "tst_contract.moc"
