// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgrescluster.h"
#include "support/stack.h"
#include "support/tieridentity.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <optional>

using namespace guarita::support;

namespace {

/// A batch of `count` new items, named from `first` on.
QByteArray batchOf(int first, int count)
{
    QByteArrayList operations;
    for (int i = first; i < first + count; ++i) {
        const QByteArray number = QByteArray::number(i);
        operations.append("{'op':'criar','item':{'nome':'item " + number +
                          "','descricao':'a, b','preco':" + number + "}}");
    }
    QByteArray batch = "{'operacoes':[" + operations.join(',') + "]}";
    return batch.replace('\'', '"');
}

/// The ids of the events that were received.
QByteArrayList eventIds(const QByteArray &received)
{
    QByteArrayList ids;
    for (const QByteArray &line : received.split('\n')) {
        if (line.startsWith("id: "))
            ids.append(line.mid(4).trimmed());
    }
    return ids;
}

} // namespace

/// Answers that come bit by bit, through the whole chain and on both databases.
class TestItemStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void export_manyItems_isWhole_data() { databases(); }
    void export_manyItems_isWhole();
    void events_editThroughTheOtherServer_isTold_data() { databases(); }
    void events_editThroughTheOtherServer_isTold();
    void events_lastEventId_resumesOnAnyServer_data() { databases(); }
    void events_lastEventId_resumesOnAnyServer();
    void events_tooManyFollowers_areRefused();
    void events_databaseRestarts_goOn();

private:
    static void databases();
    /// Starts the chain on the row's database.
    void start(std::map<QString, QString> environment = {});
    /// Everything that an HTTP/1.0 client gets, which has no chunks.
    QByteArray download(const QByteArray &path);
    std::unique_ptr<RawClient> follow(quint16 port, const QByteArray &fields = {});

    PostgresCluster m_postgres;
    int m_databases = 0;
    std::optional<Stack> m_stack;
};

void TestItemStreams::initTestCase()
{
    if (PostgresCluster::installed())
        QVERIFY2(m_postgres.start(), qPrintable(m_postgres.error()));
}

void TestItemStreams::databases()
{
    QTest::addColumn<bool>("postgres");
    QTest::newRow("SQLite") << false;
    if (PostgresCluster::installed())
        QTest::newRow("PostgreSQL") << true;
}

void TestItemStreams::start(std::map<QString, QString> environment)
{
    QFETCH(bool, postgres);
    StackOptions options;
    options.environment = std::move(environment);
    if (postgres) {
        const QString name = QStringLiteral("guarita%1").arg(++m_databases);
        QVERIFY(m_postgres.createDatabase(name));
        options.databaseUrl = m_postgres.url(name);
    }
    m_stack.emplace(options);
    QVERIFY(m_stack->start());
}

QByteArray TestItemStreams::download(const QByteArray &path)
{
    RawClient client(m_stack->gateway().port());
    client.send("GET " + path + " HTTP/1.0\r\nHost: guarita\r\nAuthorization: Bearer " + m_stack->token() +
                "\r\n\r\n");
    if (!QTest::qWaitFor([&] { return client.closed(); }, 30'000))
        return {};
    const QByteArray received = client.received();
    return received.mid(received.indexOf("\r\n\r\n") + 4);
}

std::unique_ptr<RawClient> TestItemStreams::follow(quint16 port, const QByteArray &fields)
{
    auto client = std::make_unique<RawClient>(port);
    client->send("GET /itens/eventos HTTP/1.1\r\nHost: guarita\r\nAuthorization: Bearer " + m_stack->token() +
                 "\r\n" + fields + TierIdentity{"GET", "/itens/eventos"}.fields() + "\r\n");
    // With its first id the follower has its place.
    if (!QTest::qWaitFor([&] { return !eventIds(client->received()).isEmpty(); }, 10'000))
        qWarning("no id: %s", client->received().constData());
    return client;
}

void TestItemStreams::export_manyItems_isWhole()
{
    start();
    constexpr int count = 3'456; // several pages, and no multiple of one
    for (int first = 0; first < count; first += 1'000) {
        const RawResponse made =
            m_stack->ask("POST", "/itens/lote", batchOf(first, std::min(1'000, count - first)));
        QCOMPARE(made.status, 200);
    }
    QByteArrayList lines = download("/itens/exportar?formato=ndjson&ordem=-preco&preco_min=10").split('\n');
    QCOMPARE(lines.takeLast(), QByteArray());
    QCOMPARE(lines.size(), count - 10);
    for (int i = 0; i < lines.size(); ++i)
        QCOMPARE(QJsonDocument::fromJson(lines[i])[QStringLiteral("preco")].toInt(), count - 1 - i);

    const QByteArray csv = download("/itens/exportar");
    QCOMPARE(csv.count("\r\n"), count + 1);
    QVERIFY(csv.startsWith(
        "id,nome,descricao,preco,versao,criado_em,atualizado_em\r\n1,item 0,\"a, b\",0.00,1,"));
    QCOMPARE(m_stack->ask("HEAD", "/itens/exportar").status, 200);
    QCOMPARE(m_stack->ask("GET", "/itens/exportar?formato=xml").status, 400);
}

void TestItemStreams::events_editThroughTheOtherServer_isTold()
{
    start();
    const auto first = follow(m_stack->server(0).port());
    const auto second = follow(m_stack->server(1).port());
    const auto chain = follow(m_stack->gateway().port());
    const QByteArray json =
        TierIdentity{"POST", "/itens", "ana"}.fields() + "Content-Type: application/json\r\nContent-Length: ";
    const QByteArray body = "{\"nome\":\"Café\",\"preco\":1}";
    const QByteArray request =
        "POST /itens HTTP/1.1\r\nHost: a\r\n" + json + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    QCOMPARE(exchange(m_stack->server(0).port(), request).status, 201);
    QCOMPARE(exchange(m_stack->server(1).port(), request).status, 201);
    for (const auto *follower : {&first, &second, &chain}) {
        QTRY_COMPARE((*follower)->received().count("event: item"), 2);
        const QByteArray &received = (*follower)->received();
        QVERIFY(received.contains("Content-Type: text/event-stream"));
        QVERIFY(received.contains("data: {\"versao\":1,\"operacao\":\"criado\",\"quem\":\"ana\""));
        QVERIFY(received.indexOf("\"id\":1,") < received.indexOf("\"id\":2,"));
    }
}

void TestItemStreams::events_lastEventId_resumesOnAnyServer()
{
    start();
    QByteArray last;
    {
        const auto before = follow(m_stack->server(0).port());
        QCOMPARE(m_stack->ask("POST", "/itens/lote", batchOf(0, 3)).status, 200);
        QTRY_COMPARE(before->received().count("event: item"), 3);
        last = eventIds(before->received()).at(1); // the first of the three
    }
    QCOMPARE(m_stack->ask("DELETE", "/itens/1").status, 204);
    const auto after = follow(m_stack->server(1).port(), "Last-Event-ID: " + last + "\r\n");
    QTRY_COMPARE(after->received().count("event: item"), 3);
    QVERIFY(!after->received().contains("ressincronizar"));
    QVERIFY(!after->received().contains(
        "\"nome\":\"item 0\",\"descricao\":\"a, b\",\"preco\":0.00,\"versao\":1"));
    QVERIFY(after->received().contains("\"operacao\":\"removido\""));

    for (const char *unknown : {"x", "18446744073709551615-1", "99999999999-99999999999"}) {
        const auto lost = follow(m_stack->server(1).port(), QByteArray("Last-Event-ID: ") + unknown + "\r\n");
        QTRY_VERIFY(lost->received().contains("event: ressincronizar\ndata: {}\n"));
    }
}

void TestItemStreams::events_tooManyFollowers_areRefused()
{
    StackOptions options;
    options.servers = 1;
    options.environment = {{QStringLiteral("EVENT_SUBSCRIBERS"), QStringLiteral("2")}};
    m_stack.emplace(options);
    QVERIFY(m_stack->start());
    auto first = follow(m_stack->gateway().port());
    const auto second = follow(m_stack->gateway().port());
    const RawResponse refused = m_stack->ask("GET", "/itens/eventos");
    QCOMPARE(refused.status, 503);
    QVERIFY(refused.body.contains("assinantes_demais"));
    QVERIFY(!refused.header("Retry-After").isEmpty());
    first->abort(); // who leaves the gateway leaves the server
    std::unique_ptr<RawClient> third;
    const auto joins = [&] {
        third = std::make_unique<RawClient>(m_stack->gateway().port());
        third->send(m_stack->request("GET", "/itens/eventos"));
        return QTest::qWaitFor([&] { return third->received().contains("\r\n\r\n"); }) &&
               third->received().startsWith("HTTP/1.1 200 ");
    };
    QVERIFY(QTest::qWaitFor(joins, 10'000));
}

void TestItemStreams::events_databaseRestarts_goOn()
{
    if (!PostgresCluster::installed())
        QSKIP("PostgreSQL is not installed");
    QVERIFY(m_postgres.createDatabase(QStringLiteral("reinicia")));
    StackOptions options;
    options.databaseUrl = m_postgres.url(QStringLiteral("reinicia"));
    m_stack.emplace(options);
    QVERIFY(m_stack->start());
    const auto follower = follow(m_stack->gateway().port());
    QVERIFY(m_postgres.kill());
    QVERIFY2(m_postgres.start(), qPrintable(m_postgres.error()));
    // Each server finds its way back in its own time.
    const auto creates = [&] {
        return m_stack->ask("POST", "/itens", "{\"nome\":\"depois\",\"preco\":1}").status == 201;
    };
    QVERIFY(QTest::qWaitFor(creates, 20'000));
    QTRY_VERIFY_WITH_TIMEOUT(follower->received().contains("\"nome\":\"depois\""), 20'000);
}

QTEST_GUILESS_MAIN(TestItemStreams)
#include "tst_itemstreams.moc"
