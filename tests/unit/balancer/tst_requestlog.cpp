// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/requestscontroller.h"

#include "http/router.h"
#include "support/fakeowner.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t mostKept = 4;

/// A request's end, with what its report only refers to.
struct Ended
{
    QByteArray id = "pedido";
    QByteArray path = "/itens/1";
    QByteArray cluster = "padrao";
    QByteArray reason = {};
    int status = 200;
    std::chrono::nanoseconds duration = 1'230us;
    std::vector<AttemptRecord> attempts = {
        {.backend = "a:1", .status = 200, .start = 100us, .duration = 1ms}};
};

struct LogBench
{
    explicit LogBench(std::size_t most = mostKept)
        : log(most, 7)
    {
    }

    void keep(const Ended &ended)
    {
        log.keep({.requestId = ended.id,
                  .traceId = "0123456789abcdef0123456789abcdef",
                  .method = net::Method::Get,
                  .path = ended.path,
                  .cluster = ended.cluster,
                  .policy = "round_robin",
                  .status = ended.status,
                  .reason = ended.reason,
                  .began = core::WallTime(1'000'000'000s),
                  .duration = ended.duration,
                  .queued = 0ns,
                  .attempts = ended.attempts});
    }
    const http::Response &ask(const QByteArray &query = {})
    {
        http::Request request;
        request.path = "/admin/pedidos";
        request.query = query;
        router.match(http::Method::Get, request.path).route->handler(std::move(request), owner.handle());
        return owner.answers.back();
    }
    QJsonObject page(const QByteArray &query = {})
    {
        return QJsonDocument::fromJson(ask(query).body).object();
    }
    QList<int> numbers(const QByteArray &query = {})
    {
        QList<int> numbers;
        for (const QJsonValue &each : page(query)[QStringLiteral("pedidos")].toArray())
            numbers += each[QStringLiteral("seq")].toInt();
        return numbers;
    }

    RequestLog log;
    RequestsController controller{&log};
    http::Router router{controller.routes()};
    support::FakeOwner owner;
};

} // namespace

class TestRequestLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void list_request_isToldWithItsAttempts();
    void list_failedRequest_saysWhy();
    void list_moreThanAreKept_hasTheNewestFirst();
    void list_placeUsedAgain_hasNothingOfTheLastOne();
    void list_pages_goThroughAll();
    void list_filters_data();
    void list_filters();
    void list_badQueries_data();
    void list_badQueries();
    void keep_longPathAndTiming_areBounded();
    void list_nothingKept_isAnEmptyPage();
};

void TestRequestLog::list_request_isToldWithItsAttempts()
{
    LogBench bench;
    Ended ended;
    ended.attempts = {
        {.backend = "a:1",
         .pick = PickReason::Sticky,
         .outcome = AttemptOutcome::Connect,
         .start = 50us,
         .duration = 250us},
        {.backend = "b:2",
         .pick = PickReason::Retry,
         .status = 201,
         .start = 300us,
         .duration = 900us,
         .serverTiming = "total;dur=0.812, espera;dur=0.104, sql;dur=0.533;desc=\"2\""},
    };
    bench.keep(ended);

    QCOMPARE(bench.ask().body,
             QByteArray(
                 R"({"pedidos":[{"seq":7,"id":"pedido","trace_id":"0123456789abcdef0123456789abcdef",)"
                 R"("em":"2001-09-09T01:46:40.000Z","metodo":"GET","caminho":"/itens/1","cluster":"padrao",)"
                 R"("status":200,"razao":null,"duracao_ms":1.23,"fila_ms":0,"tentativas":[)"
                 R"({"backend":"a:1","escolha":"sticky","politica":"round_robin","inicio_ms":0.05,)"
                 R"("duracao_ms":0.25,"resultado":"connect","status":null,"servidor":null},)"
                 R"({"backend":"b:2","escolha":"retry","politica":"round_robin","inicio_ms":0.3,)"
                 R"("duracao_ms":0.9,"resultado":"answered","status":201,"servidor":{"total_ms":0.812,)"
                 R"("espera_ms":0.104,"sql_ms":0.533,"sql_n":2}}],"gateway":null}],"proximo":null})"));
}

void TestRequestLog::list_failedRequest_saysWhy()
{
    LogBench bench;
    bench.keep({.reason = "sem_servidor", .status = 503, .attempts = {}});
    const QJsonObject request = bench.page()[QStringLiteral("pedidos")][0].toObject();
    QCOMPARE(request[QStringLiteral("razao")].toString(), QStringLiteral("sem_servidor"));
    QCOMPARE(request[QStringLiteral("tentativas")].toArray().size(), 0);
}

void TestRequestLog::list_moreThanAreKept_hasTheNewestFirst()
{
    LogBench bench;
    for (int i = 0; i < 7; ++i)
        bench.keep({});
    QCOMPARE(bench.numbers(), (QList<int>{13, 12, 11, 10}));
    QVERIFY(bench.page()[QStringLiteral("proximo")].isNull());
}

void TestRequestLog::list_placeUsedAgain_hasNothingOfTheLastOne()
{
    LogBench bench(1);
    bench.keep(
        {.reason = "upstream_timeout", .status = 504, .attempts = {{.backend = "a:1"}, {.backend = "b:2"}}});
    bench.keep({.id = "outro", .attempts = {{.backend = "c:3"}}});
    const QJsonObject request = bench.page()[QStringLiteral("pedidos")][0].toObject();
    QCOMPARE(request[QStringLiteral("id")].toString(), QStringLiteral("outro"));
    QVERIFY(request[QStringLiteral("razao")].isNull());
    QCOMPARE(request[QStringLiteral("tentativas")].toArray().size(), 1);
}

void TestRequestLog::list_pages_goThroughAll()
{
    LogBench bench;
    for (int i = 0; i < 6; ++i)
        bench.keep({}); // 9 to 12 are kept
    QCOMPARE(bench.numbers("limite=3"), (QList<int>{12, 11, 10}));
    QCOMPARE(bench.page("limite=3")[QStringLiteral("proximo")].toInt(), 10);
    QCOMPARE(bench.numbers("limite=3&antes=10"), QList<int>{9});
    QVERIFY(bench.page("limite=3&antes=10")[QStringLiteral("proximo")].isNull());
    QVERIFY(bench.page("limite=4")[QStringLiteral("proximo")].isNull());
    QCOMPARE(bench.numbers("antes=9"), QList<int>{});
    QCOMPARE(bench.numbers("antes=9000000000000000000").size(), 4);
}

void TestRequestLog::list_filters_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QList<int>>("numbers");
    QTest::newRow("all") << QByteArray("resultado=tudo") << QList<int>{10, 9, 8, 7};
    QTest::newRow("failed") << QByteArray("resultado=erro") << QList<int>{10, 9};
    QTest::newRow("of a backend") << QByteArray("backend=b%3A2") << QList<int>{9, 8};
    QTest::newRow("of no backend") << QByteArray("backend=c") << QList<int>{};
    QTest::newRow("as long") << QByteArray("minimo_ms=5") << QList<int>{10, 8};
    QTest::newRow("a little less") << QByteArray("minimo_ms=5.01") << QList<int>{10};
    QTest::newRow("together") << QByteArray("minimo_ms=1.2&resultado=erro&backend=b:2&limite=1")
                              << QList<int>{9};
}

void TestRequestLog::list_filters()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QList<int>, numbers);
    LogBench bench;
    bench.keep({.status = 404});
    bench.keep({.duration = 5ms, .attempts = {{.backend = "a:1"}, {.backend = "b:2"}}});
    bench.keep({.reason = "resposta_interrompida", .attempts = {{.backend = "b:2"}}});
    bench.keep({.status = 500, .duration = 60ms});
    QCOMPARE(bench.numbers(query), numbers);
}

void TestRequestLog::list_badQueries_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query :
         {"limite=0", "limite=1001", "limite=1e1", "limite=", "limite", "antes=0", "antes=x",
          "backend=", "minimo_ms=-1", "minimo_ms=1.", "minimo_ms=.5", "minimo_ms=1.2345", "minimo_ms=3600001",
          "minimo_ms=1,5", "minimo_ms=nan", "resultado=ok", "cor=azul", "limite=1&limite=2", "="})
        QTest::newRow(query) << QByteArray(query);
}

void TestRequestLog::list_badQueries()
{
    QFETCH(const QByteArray, query);
    LogBench bench;
    const http::Response &response = bench.ask(query);
    QCOMPARE(response.status, 400);
    QCOMPARE(response.reason, QByteArray("parametro_invalido"));
}

void TestRequestLog::keep_longPathAndTiming_areBounded()
{
    LogBench bench;
    const QByteArray long_ = "total;dur=1, x;desc=" + QByteArray(250, 'a');
    bench.keep(
        {.path = '/' + QByteArray(5'000, 'p'), .attempts = {{.backend = "a:1", .serverTiming = long_}}});
    bench.log.visit(1'000, [](const KeptRequest &request) {
        [&] { QCOMPARE(request.path.size(), 256); }();
        [&] { QCOMPARE(request.attempts[0].serverTiming, QByteArray()); }();
        return true;
    });
    QCOMPARE(bench.numbers(), QList<int>{7});
}

void TestRequestLog::list_nothingKept_isAnEmptyPage()
{
    RequestsController controller(nullptr);
    http::Router router(controller.routes());
    support::FakeOwner owner;
    http::Request request;
    request.path = "/admin/pedidos";
    router.match(http::Method::Get, request.path).route->handler(std::move(request), owner.handle());
    QCOMPARE(owner.answers.at(0).body, QByteArray(R"({"pedidos":[],"proximo":null})"));
}

QTEST_GUILESS_MAIN(TestRequestLog)
#include "tst_requestlog.moc"
