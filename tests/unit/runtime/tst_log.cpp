// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/log.h"

#include "runtime/logsink.h"
#include "support/fakeclock.h"
#include "trace/traceparent.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QLoggingCategory>
#include <QtCore/QTemporaryFile>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::runtime;
using namespace std::chrono_literals;

class TestLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void event_fields_areOneJsonObject();
    void event_belowThreshold_isNotWritten();
    void lifeCycle_anyThreshold_isWritten();
    void stamp_timePasses_isUtcWithMilliseconds();
    void request_everything_hasEveryMember();
    void request_little_leavesOutWhatIsEmpty();
    void request_trace_isNamed();
    void request_timing_isToldAsFarAsKnown();
    void request_level_followsStatus();
    void request_hostilePath_staysOneBoundedLine();
    void request_address_isReadable_data();
    void request_address_isReadable();
    void qtMessages_categories_becomeLines();
    void requestLine_cost();

private:
    Log &makeLog(LogLevel threshold);
    QByteArray written();

    std::unique_ptr<QTemporaryFile> m_file;
    support::FakeClock m_clock;
    std::unique_ptr<LogSink> m_sink;
    std::unique_ptr<Log> m_log;
};

namespace {

http::ExchangeSummary anExchange()
{
    http::ExchangeSummary summary{};
    summary.requestId = "00112233445566778899aabbccddeeff";
    summary.clientAddress = QHostAddress(QHostAddress::LocalHost);
    summary.method = "GET";
    summary.path = "/itens/7";
    summary.route = "/itens/{id}";
    summary.status = 200;
    summary.requestBytes = 5;
    summary.responseBytes = 120;
    summary.duration = 1'234'567ns;
    return summary;
}

} // namespace

void TestLog::init()
{
    m_log.reset();
    m_sink.reset();
    m_file = std::make_unique<QTemporaryFile>();
    QVERIFY(m_file->open());
    m_sink = std::make_unique<LogSink>(m_file->handle(), 16 * 1024 * 1024,
                                       [](qint64) { return QByteArray("lost"); });
}

Log &TestLog::makeLog(LogLevel threshold)
{
    m_log = std::make_unique<Log>(*m_sink, m_clock, "gateway", threshold);
    return *m_log;
}

QByteArray TestLog::written()
{
    m_sink->flush(5s);
    m_file->seek(0);
    return m_file->readAll();
}

void TestLog::event_fields_areOneJsonObject()
{
    makeLog(LogLevel::Info)
        .event(LogLevel::Warning, "odd",
               {{"count", qint64(3)},
                {"flag", true},
                {"bytes", QByteArray("a\"b")},
                {"text", QStringLiteral("Café\n")}});
    QCOMPARE(written(),
             QByteArray("{\"ts\":\"2001-09-09T01:46:40.000Z\",\"level\":\"warning\",\"role\":\"gateway\","
                        "\"event\":\"odd\",\"count\":3,\"flag\":true,\"bytes\":\"a\\\"b\","
                        "\"text\":\"Café\\n\"}\n"));
}

void TestLog::event_belowThreshold_isNotWritten()
{
    Log &log = makeLog(LogLevel::Warning);
    log.event(LogLevel::Debug, "a");
    log.event(LogLevel::Info, "b");
    log.event(LogLevel::Warning, "c");
    log.event(LogLevel::Error, "d");
    const QByteArray text = written();
    QCOMPARE(text.count('\n'), 2);
    QVERIFY(text.contains("\"c\"") && text.contains("\"d\""));
}

void TestLog::lifeCycle_anyThreshold_isWritten()
{
    makeLog(LogLevel::Error).lifeCycle("listening", {{"port", qint64(8000)}});
    QVERIFY(written().endsWith("\"event\":\"listening\",\"port\":8000}\n"));
}

void TestLog::stamp_timePasses_isUtcWithMilliseconds()
{
    Log &log = makeLog(LogLevel::Info);
    m_clock.advance(24h * 365 + 3h + 4min + 5s + 67ms + 999us);
    log.event(LogLevel::Info, "later");
    QVERIFY2(written().startsWith("{\"ts\":\"2002-09-09T04:50:45.067Z\""), written().constData());
}

void TestLog::request_everything_hasEveryMember()
{
    http::ExchangeSummary summary = anExchange();
    summary.status = 502;
    summary.reason = "upstream_connect";
    summary.upstream = "localhost:8002";
    summary.subject = "usuario";
    makeLog(LogLevel::Info).request(summary);
    const QByteArray text = written();
    QVERIFY2(text.endsWith(
                 "\"level\":\"error\",\"role\":\"gateway\",\"event\":\"request\","
                 "\"request_id\":\"00112233445566778899aabbccddeeff\",\"client\":\"127.0.0.1\","
                 "\"method\":\"GET\",\"path\":\"/itens/7\",\"route\":\"/itens/{id}\",\"status\":502,"
                 "\"reason\":\"upstream_connect\",\"upstream\":\"localhost:8002\",\"subject\":\"usuario\","
                 "\"duration_ms\":1.234,\"bytes_in\":5,\"bytes_out\":120}\n"),
             text.constData());
    QVERIFY(QJsonDocument::fromJson(text).isObject());
}

void TestLog::request_little_leavesOutWhatIsEmpty()
{
    http::ExchangeSummary summary = anExchange();
    summary.requestId.clear();
    makeLog(LogLevel::Info).request(summary);
    const QJsonObject line = QJsonDocument::fromJson(written()).object();
    for (const char *member : {"request_id", "reason", "upstream", "subject"})
        QVERIFY2(!line.contains(QLatin1String(member)), member);
}

void TestLog::request_trace_isNamed()
{
    const trace::TraceParent parent =
        trace::readTraceParent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").value();
    const trace::Span span{parent.trace, parent.span, {}, false};
    http::ExchangeSummary summary = anExchange();
    summary.span = &span;
    makeLog(LogLevel::Info).request(summary);
    QVERIFY(written().contains("\"request_id\":\"00112233445566778899aabbccddeeff\","
                               "\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\","
                               "\"span_id\":\"00f067aa0ba902b7\",\"client\""));
}

void TestLog::request_timing_isToldAsFarAsKnown()
{
    http::ExchangeSummary summary = anExchange();
    summary.timing = {.total = {}, .waited = 104'000ns, .sql = 1'533'999ns, .statements = 2};
    Log &log = makeLog(LogLevel::Info);
    log.request(summary);
    summary.timing = {};
    log.request(summary);
    const QList<QByteArray> lines = written().trimmed().split('\n');
    QVERIFY(lines[0].contains("\"duration_ms\":1.234,\"wait_ms\":0.104,\"sql_ms\":1.533,\"sql_n\":2,"));
    QVERIFY(!lines[1].contains("wait_ms") && !lines[1].contains("sql"));
}

void TestLog::request_level_followsStatus()
{
    Log &log = makeLog(LogLevel::Warning);
    http::ExchangeSummary summary = anExchange();
    for (const int status : {200, 404, 499, 500, 504}) {
        summary.status = status;
        log.request(summary);
    }
    QCOMPARE(written().count('\n'), 2); // the 5xx
}

void TestLog::request_hostilePath_staysOneBoundedLine()
{
    http::ExchangeSummary summary = anExchange();
    summary.path = "/\",\"level\":\"x\n\xFF\x1b" + QByteArray(8000, 'a');
    makeLog(LogLevel::Info).request(summary);
    const QByteArray text = written();
    QCOMPARE(text.count('\n'), 1);
    QVERIFY(text.size() < 1500);
    QCOMPARE(QJsonDocument::fromJson(text).object().value(QLatin1String("level")).toString(),
             QStringLiteral("info"));
}

void TestLog::request_address_isReadable_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("shown");
    QTest::newRow("IPv4") << QStringLiteral("203.0.113.255") << QStringLiteral("203.0.113.255");
    QTest::newRow("IPv6") << QStringLiteral("2001:db8::1") << QStringLiteral("2001:db8::1");
    QTest::newRow("IPv4 in IPv6") << QStringLiteral("::ffff:192.0.2.1") << QStringLiteral("192.0.2.1");
}

void TestLog::request_address_isReadable()
{
    QFETCH(QString, address);
    QFETCH(QString, shown);
    http::ExchangeSummary summary = anExchange();
    summary.clientAddress = QHostAddress(address);
    makeLog(LogLevel::Info).request(summary);
    QCOMPARE(QJsonDocument::fromJson(written()).object().value(QLatin1String("client")).toString(), shown);
}

void TestLog::qtMessages_categories_becomeLines()
{
    Log &log = makeLog(LogLevel::Info);
    {
        const QtMessagesToLog messages(log);
        const QLoggingCategory category("guarita.test");
        qCWarning(category) << "one" << 2;
        qDebug("below the threshold");
        qCritical("three");
    }
    const QList<QByteArray> lines = written().trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines[0].endsWith("\"level\":\"warning\",\"role\":\"gateway\",\"event\":\"message\","
                               "\"category\":\"guarita.test\",\"text\":\"one 2\"}"),
             lines[0].constData());
    QVERIFY(lines[1].contains("\"level\":\"error\"") && lines[1].contains("\"text\":\"three\""));
}

void TestLog::requestLine_cost()
{
    Log &log = makeLog(LogLevel::Info);
    const http::ExchangeSummary summary = anExchange();
    QBENCHMARK
    {
        log.request(summary);
    }
}

QTEST_APPLESS_MAIN(TestLog)
#include "tst_log.moc"
