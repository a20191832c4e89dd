// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/spanlog.h"

#include "runtime/log.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <unistd.h>

using namespace guarita;
using namespace guarita::runtime;
using namespace std::chrono_literals;

class TestSpanLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void span_whole_isOneLineOfOtlp();
    void request_sampled_isASpan();
    void request_notSampled_isNone();
    void request_hostilePath_staysOneBoundedLine();
    void file_thatIsThere_isAddedTo();
    void file_thatCannotBeOpened_isAnError();
    void requestSpan_cost();

private:
    QString path() const { return m_folder->path() + QStringLiteral("/spans.jsonl"); }
    void open();
    /// Closes the log; the lines that it has written.
    QList<QByteArray> written();
    http::ExchangeSummary anExchange() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    support::FakeClock m_clock;
    trace::Span m_span;
    std::unique_ptr<SpanLog> m_spans;
    LogSink m_sink{STDERR_FILENO, 1024, [](qint64) { return QByteArray(); }};
    Log m_log{m_sink, m_clock, "server", LogLevel::Info};
};

void TestSpanLog::init()
{
    support::FakeRandom random;
    m_span = {trace::newTraceId(random), trace::newSpanId(random), trace::newSpanId(random), true};
    m_folder = std::make_unique<QTemporaryDir>();
    open();
}

void TestSpanLog::open()
{
    auto opened = SpanLog::open(path(), "guarita-server", m_clock, m_log);
    QVERIFY(opened);
    m_spans = std::move(opened).value();
}

QList<QByteArray> TestSpanLog::written()
{
    m_spans.reset();
    QFile file(path());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<QByteArray> lines = file.readAll().split('\n');
    lines.removeLast(); // behind the last line's end
    return lines;
}

http::ExchangeSummary TestSpanLog::anExchange() const
{
    http::ExchangeSummary summary{};
    summary.requestId = "00112233445566778899aabbccddeeff";
    summary.method = "GET";
    summary.path = "/itens/7";
    summary.route = "/itens/{id}";
    summary.status = 200;
    summary.duration = 1'500'000ns;
    summary.span = &m_span;
    return summary;
}

void TestSpanLog::span_whole_isOneLineOfOtlp()
{
    m_span.parent = {};
    m_spans->ended(
        {.span = m_span,
         .kind = trace::SpanKind::Client,
         .name = "attempt",
         .duration = 2'000'001ns,
         .failed = true,
         .attributes = {
             {"text", QByteArray("a\"b")}, {"number", qint64(7)}, {"nothing", {}}, {"empty", QByteArray()}}});
    const QByteArray expected =
        "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
        "{\"stringValue\":\"guarita-server\"}},{\"key\":\"process.pid\",\"value\":{\"intValue\":\"" +
        QByteArray::number(getpid()) +
        "\"}}]},\"scopeSpans\":[{\"spans\":[{\"traceId\":\"0102030405060708090a0b0c0d0e0f10\","
        "\"spanId\":\"1112131415161718\",\"name\":\"attempt\",\"kind\":3,"
        "\"startTimeUnixNano\":\"999999999997999999\",\"endTimeUnixNano\":\"1000000000000000000\","
        "\"attributes\":[{\"key\":\"text\",\"value\":{\"stringValue\":\"a\\\"b\"}},"
        "{\"key\":\"number\",\"value\":{\"intValue\":\"7\"}}],\"status\":{\"code\":2}}]}]}]}";
    QCOMPARE(written(), QList<QByteArray>{expected});
}

void TestSpanLog::request_sampled_isASpan()
{
    http::ExchangeSummary summary = anExchange();
    summary.timing = {.total = {}, .waited = 104'000ns, .sql = 1'533'000ns, .statements = 2};
    m_spans->request(summary);
    const QList<QByteArray> lines = written();
    QCOMPARE(lines.size(), 1);
    const QByteArray &line = lines.first();
    for (const char *part :
         {"\"parentSpanId\":\"191a1b1c1d1e1f20\"", "\"name\":\"GET /itens/{id}\",\"kind\":2",
          "\"startTimeUnixNano\":\"999999999998500000\"",
          "{\"key\":\"http.response.status_code\",\"value\":{\"intValue\":\"200\"}}",
          "{\"key\":\"url.path\",\"value\":{\"stringValue\":\"/itens/7\"}}",
          "{\"key\":\"guarita.wait_us\",\"value\":{\"intValue\":\"104\"}}",
          "{\"key\":\"guarita.sql_us\",\"value\":{\"intValue\":\"1533\"}}",
          "{\"key\":\"guarita.sql_statements\",\"value\":{\"intValue\":\"2\"}}"})
        QVERIFY2(line.contains(part), part);
    QVERIFY(!line.contains("\"status\":{"));
    QVERIFY(!line.contains("error.type"));
}

void TestSpanLog::request_notSampled_isNone()
{
    http::ExchangeSummary summary = anExchange();
    m_span.sampled = false;
    m_spans->request(summary);
    summary.span = nullptr;
    m_spans->request(summary);
    QVERIFY(written().isEmpty());
}

void TestSpanLog::request_hostilePath_staysOneBoundedLine()
{
    http::ExchangeSummary summary = anExchange();
    summary.path = "/\",\"level\":\"x\n\xFF\x1b" + QByteArray(8000, 'a');
    summary.status = 503;
    m_spans->request(summary);
    const QList<QByteArray> lines = written();
    QCOMPARE(lines.size(), 1);
    QVERIFY(lines.first().size() < 2500);
    QVERIFY(QJsonDocument::fromJson(lines.first()).isObject());
    QVERIFY(lines.first().contains("\"status\":{\"code\":2}"));
}

void TestSpanLog::file_thatIsThere_isAddedTo()
{
    m_spans->request(anExchange());
    m_spans.reset();
    open();
    m_spans->request(anExchange());
    QCOMPARE(written().size(), 2);
    const QFile::Permissions others = QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile(path()).permissions() & others));
}

void TestSpanLog::file_thatCannotBeOpened_isAnError()
{
    const auto opened = SpanLog::open(m_folder->path(), "guarita-server", m_clock, m_log);
    QVERIFY(!opened);
    QVERIFY(opened.error().message.startsWith(QStringLiteral("SPAN_LOG: ")));
}

void TestSpanLog::requestSpan_cost()
{
    const http::ExchangeSummary summary = anExchange();
    QBENCHMARK
    {
        m_spans->request(summary);
    }
}

QTEST_APPLESS_MAIN(TestSpanLog)
#include "tst_spanlog.moc"
