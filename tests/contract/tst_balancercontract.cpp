// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/stack.h"

#include <QtTest/QTest>

using namespace guarita::support;

/// openapi.json against the running daemons, in what it says of the balancer's administration. What the
/// answers look like is answers.py's to judge.
class TestBalancerContract : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void answers_ofEveryKind_areProvoked_data();
    void answers_ofEveryKind_areProvoked();
    void events_ofBackends_areProvoked();

private:
    /// Of one that is up, until the test is over.
    QByteArray backendPath() const
    {
        return "/admin/backends/127.0.0.1:" + QByteArray::number(m_stack->server(0).port());
    }

    std::unique_ptr<Stack> m_stack;
};

void TestBalancerContract::initTestCase()
{
    m_stack = std::make_unique<Stack>();
    QVERIFY(m_stack->start());
}

void TestBalancerContract::cleanupTestCase()
{
    m_stack.reset();
}

void TestBalancerContract::answers_ofEveryKind_areProvoked_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const QByteArray &line, int status, const QByteArray &body = {},
                        const QByteArray &fields = {}) {
        QTest::addRow("%s %d %s%s", line.constData(), status, fields.trimmed().constData(),
                      body.left(60).constData())
            << line << fields << body << status;
    };
    row("GET /admin/backends", 200);
    row("HEAD /admin/backends", 200);
    const QByteArray nobody = "/admin/backends/127.0.0.1:9"; // as long as nobody adds it
    row("GET " + nobody, 404);
    row("POST /admin/backends", 400, "{");
    row("POST /admin/backends", 413, QByteArray(9000, ' '));
    row("POST /admin/backends", 415);
    row("POST /admin/backends", 422, R"({"url":"ftp://x","peso":1})");
    row("POST /admin/backends", 422, R"({"url":"http://127.0.0.1:9","cluster":"nenhum"})");
    row("POST /admin/backends", 201, R"({"url":"http://127.0.0.1:9","weight":2,"cluster":"padrao"})");
    row("POST /admin/backends", 409, R"({"url":"http://127.0.0.1:9"})");
    row("GET " + nobody, 200);
    row("HEAD " + nobody, 200);
    row("PATCH " + nobody, 200, R"({"state":"maint"})", "If-Match: \"1\"\r\n");
    row("PATCH " + nobody, 400, "[]", "If-Match: *\r\n");
    row("PATCH " + nobody, 400, R"({"weight":1})", "If-Match: 1\r\n");
    row("PATCH " + nobody, 412, R"({"weight":1})", "If-Match: \"1\"\r\n");
    row("PATCH " + nobody, 413, QByteArray(9000, ' '), "If-Match: *\r\n");
    row("PATCH " + nobody, 415, {}, "If-Match: *\r\n");
    row("PATCH " + nobody, 422, R"({"weight":257,"url":"x"})", "If-Match: *\r\n");
    row("PATCH " + nobody, 428, R"({"weight":1})");
    row("DELETE " + nobody, 400, {}, "If-Match: 1\r\n");
    row("DELETE " + nobody, 412, {}, "If-Match: \"1\"\r\n");
    row("DELETE " + nobody, 428);
    row("DELETE " + nobody, 204, {}, "If-Match: *\r\n");
    row("DELETE " + nobody, 404, {}, "If-Match: *\r\n");
    row("PATCH " + nobody, 404, R"({"weight":1})", "If-Match: *\r\n");
    row("GET /admin/pedidos", 200);
    row("HEAD /admin/pedidos", 200);
    row("GET /admin/pedidos?limite=2&antes=3&minimo_ms=0.5&resultado=tudo", 200);
    row("GET /admin/pedidos?backend=127.0.0.1:9&resultado=erro", 200);
    for (const char *query : {"limite=0", "limite=1001", "limite=x", "antes=x", "minimo_ms=-1", "minimo_ms=x",
                              "resultado=sim", "limite=1&limite=2", "cor=azul"})
        row(QByteArray("GET /admin/pedidos?") + query, 400);
    row("GET /admin/conciliacao", 200);
    row("HEAD /admin/conciliacao", 200);
    row("HEAD /admin/eventos", 200);
    row("GET /admin/eventos?cor=x", 400);
}

/// The status is all that is asserted here.
void TestBalancerContract::answers_ofEveryKind_areProvoked()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, body);
    const qsizetype space = line.indexOf(' ');
    RawClient client(m_stack->gateway().port());
    client.send(m_stack->request(line.first(space), line.sliced(space + 1), body, fields));
    const bool head = line.startsWith("HEAD");
    QTRY_VERIFY(!client.responses(head).empty());
    QTEST(client.responses(head).front().status, "status");
}

void TestBalancerContract::events_ofBackends_areProvoked()
{
    RawClient fresh(m_stack->gateway().port());
    fresh.send(m_stack->request("GET", "/admin/eventos"));
    QTRY_VERIFY(fresh.received().contains("event: amostra\n"));
    for (const QByteArray change : {R"({"weight":2})", R"({"state":"drain"})", R"({"state":"ready"})"})
        QCOMPARE(m_stack->ask("PATCH", backendPath(), change, "If-Match: *\r\n").status, 200);
    QTRY_VERIFY(fresh.received().contains("event: mudanca\n"));
    QTRY_VERIFY(fresh.received().contains("event: estado\n"));
    RawClient back(m_stack->gateway().port());
    back.send(m_stack->request("GET", "/admin/eventos", {}, "Last-Event-ID: 1\r\n"));
    QTRY_VERIFY(back.received().contains("event: estado\n"));
}

QTEST_GUILESS_MAIN(TestBalancerContract)
#include "tst_balancercontract.moc"
