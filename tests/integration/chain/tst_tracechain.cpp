// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeupstream.h"
#include "support/stack.h"
#include "support/tieridentity.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace guarita::support;

/// One request through all tiers: its trace, its spans, and what the tiers say of their time.
class TestTraceChain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void request_throughAllTiers_isOneTrace();
    void logs_ofAllTiers_nameTheSpan();
    void upstream_getsTheTraceOfTheClient_data();
    void upstream_getsTheTraceOfTheClient();
    void sampling_none_writesNoSpans();
    void serverTiming_isForTiersOnly();
    void serverTiming_exposed_reachesTheClient();
    void spanLog_thatCannotBeOpened_isSaid();

private:
    /// The spans of a trace that have been written so far, by the program that wrote them.
    std::map<QString, QList<QJsonObject>> spansOf(const QString &trace) const;

    std::unique_ptr<Stack> m_stack;
};

namespace {

const QByteArray clientSpan = "00f067aa0ba902b7";

QByteArray traceNumber(int number)
{
    return "4bf92f3577b34da6a3ce929d0e0e" + QByteArray::number(1000 + number);
}

QByteArray traceFields(const QByteArray &trace, const QByteArray &flags = "00")
{
    return "traceparent: 00-" + trace + '-' + clientSpan + '-' + flags + "\r\ntracestate: rojo=1\r\n";
}

QString textIn(const QJsonObject &span, const char *name)
{
    return span[QLatin1String(name)].toString();
}

/// An attribute, as text or as the text of a number.
QString attributeOf(const QJsonObject &span, const char *name)
{
    for (const QJsonValue &attribute : span[QStringLiteral("attributes")].toArray()) {
        if (attribute[QStringLiteral("key")].toString() == QLatin1String(name)) {
            const QJsonObject value = attribute[QStringLiteral("value")].toObject();
            return value.begin().value().toString();
        }
    }
    return {};
}

} // namespace

void TestTraceChain::initTestCase()
{
    StackOptions options;
    options.environment = {{QStringLiteral("SPAN_LOG"), QStringLiteral("spans.jsonl")}};
    m_stack = std::make_unique<Stack>(options);
    QVERIFY(m_stack->start());
}

std::map<QString, QList<QJsonObject>> TestTraceChain::spansOf(const QString &trace) const
{
    std::map<QString, QList<QJsonObject>> spans;
    QFile file(m_stack->folder() + QStringLiteral("/spans.jsonl"));
    if (!file.open(QIODevice::ReadOnly))
        return spans;
    for (const QByteArray &line : file.readAll().trimmed().split('\n')) {
        const QJsonObject resource =
            QJsonDocument::fromJson(line)[QStringLiteral("resourceSpans")][0].toObject();
        const QJsonObject span =
            resource[QStringLiteral("scopeSpans")][0][QStringLiteral("spans")][0].toObject();
        if (textIn(span, "traceId") == trace)
            spans[attributeOf(resource[QStringLiteral("resource")].toObject(), "service.name")].append(span);
    }
    return spans;
}

void TestTraceChain::request_throughAllTiers_isOneTrace()
{
    const QByteArray trace = traceNumber(1);
    QCOMPARE(m_stack->ask("GET", "/itens", {}, traceFields(trace)).status, 200);
    QTRY_COMPARE(spansOf(QString::fromLatin1(trace)).size(), std::size_t(3));
    QTRY_COMPARE(spansOf(QString::fromLatin1(trace))[QStringLiteral("guarita-balancer")].size(), 2);
    auto spans = spansOf(QString::fromLatin1(trace));
    const QJsonObject gateway = spans[QStringLiteral("guarita-gateway")].first();
    const QJsonObject attempt = spans[QStringLiteral("guarita-balancer")].first();
    const QJsonObject balancer = spans[QStringLiteral("guarita-balancer")].last();
    const QJsonObject server = spans[QStringLiteral("guarita-server")].first();
    QCOMPARE(textIn(gateway, "parentSpanId").toLatin1(), clientSpan);
    QCOMPARE(textIn(balancer, "parentSpanId"), textIn(gateway, "spanId"));
    QCOMPARE(textIn(attempt, "parentSpanId"), textIn(balancer, "spanId"));
    QCOMPARE(textIn(server, "parentSpanId"), textIn(attempt, "spanId"));
    QCOMPARE(attributeOf(attempt, "guarita.outcome"), QStringLiteral("answered"));
    QCOMPARE(attributeOf(attempt, "guarita.pick"), QStringLiteral("policy"));
    QCOMPARE(attributeOf(attempt, "guarita.backend"), attributeOf(balancer, "guarita.upstream"));
    QCOMPARE(textIn(server, "name"), QStringLiteral("GET /itens"));
    QCOMPARE(attributeOf(server, "http.response.status_code"), QStringLiteral("200"));
    QCOMPARE(attributeOf(gateway, "enduser.id"), QStringLiteral("usuario"));
    QVERIFY(attributeOf(server, "guarita.sql_statements").toInt() > 0);
    QVERIFY(attributeOf(gateway, "guarita.sql_statements").isEmpty());
    // What a tier waits for is within what it takes.
    const auto takes = [](const QJsonObject &span) {
        return textIn(span, "endTimeUnixNano").toLongLong() - textIn(span, "startTimeUnixNano").toLongLong();
    };
    QVERIFY(takes(server) > 0 && takes(server) <= takes(attempt));
    QVERIFY(takes(attempt) <= takes(balancer) && takes(balancer) <= takes(gateway));
}

void TestTraceChain::logs_ofAllTiers_nameTheSpan()
{
    const QByteArray trace = traceNumber(2);
    QCOMPARE(m_stack->ask("GET", "/itens", {}, traceFields(trace) + "X-Request-Id: de-dois\r\n").status, 200);
    QStringList spans;
    const auto linesWithTrace = [&] {
        spans.clear();
        for (DaemonProcess *daemon : m_stack->all()) {
            for (const QJsonObject &line : daemon->events(QStringLiteral("request"))) {
                if (textIn(line, "request_id") != QStringLiteral("de-dois"))
                    continue;
                if (textIn(line, "trace_id").toLatin1() == trace)
                    spans.append(textIn(line, "span_id"));
                if (textIn(line, "role") == QStringLiteral("server") &&
                    !(line[QStringLiteral("sql_ms")].isDouble() &&
                      line[QStringLiteral("wait_ms")].isDouble()))
                    return qsizetype(-1);
            }
        }
        return spans.size();
    };
    QTRY_COMPARE(linesWithTrace(), 3);
    spans.removeDuplicates();
    QCOMPARE(spans.size(), 3);
}

void TestTraceChain::upstream_getsTheTraceOfTheClient_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("goesOn");
    const QByteArray good = traceFields(traceNumber(3));
    QTest::newRow("good") << good << true;
    QTest::newRow("none") << QByteArray("tracestate: rojo=1\r\n") << false;
    QTest::newRow("malformed") << QByteArray(good).replace("00-", "ff-") << false;
    QTest::newRow("two") << "traceparent: 00-" + traceNumber(3) + '-' + clientSpan + "-01\r\n" + good
                         << false;
}

void TestTraceChain::upstream_getsTheTraceOfTheClient()
{
    QFETCH(QByteArray, fields);
    QFETCH(bool, goesOn);
    FakeUpstream upstream;
    StackOptions options;
    options.upstreams = {upstream.origin().toString()};
    Stack stack(options);
    QVERIFY(stack.start());
    stack.ask("GET", "/itens", {}, fields);
    SeenRequest seen;
    for (const SeenRequest &request : upstream.seen()) {
        if (request.target == "/itens")
            seen = request;
    }
    const QByteArray parent = seen.field("traceparent");
    QVERIFY2(parent.startsWith("00-") && parent.endsWith("-01"), parent.constData());
    QCOMPARE(parent.mid(3, 32) == traceNumber(3), goesOn);
    QVERIFY(parent.mid(36, 16) != clientSpan);
    QCOMPARE(seen.field("tracestate"), goesOn ? QByteArray("rojo=1") : QByteArray());
}

/// What the client says of sampling makes no work.
void TestTraceChain::sampling_none_writesNoSpans()
{
    StackOptions options;
    options.environment = {{QStringLiteral("SPAN_LOG"), QStringLiteral("spans.jsonl")},
                           {QStringLiteral("TRACE_ONE_IN"), QStringLiteral("0")}};
    Stack stack(options);
    QVERIFY(stack.start());
    QCOMPARE(stack.ask("GET", "/itens", {}, traceFields(traceNumber(4), "01")).status, 200);
    for (DaemonProcess *daemon : stack.all()) {
        daemon->terminate();
        QCOMPARE(daemon->waitForExit(), 0); // everything is written by then
    }
    QFile file(stack.folder() + QStringLiteral("/spans.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray());
}

void TestTraceChain::serverTiming_isForTiersOnly()
{
    const auto timing = [](quint16 port, const QByteArray &target) {
        return exchange(port, "GET " + target + " HTTP/1.1\r\nHost: t\r\n" +
                                  TierIdentity{"GET", target}.fields() + "\r\n")
            .header("Server-Timing");
    };
    for (const quint16 port : {m_stack->server(0).port(), m_stack->balancer().port()}) {
        const QByteArray told = timing(port, "/itens");
        QVERIFY2(told.startsWith("total;dur=") && told.contains("espera;dur=") && told.contains("sql;dur="),
                 told.constData());
    }
    QVERIFY(timing(m_stack->server(0).port(), "/nada").startsWith("total;dur="));
    const QByteArray stranger = "GET /itens HTTP/1.1\r\nHost: t\r\n\r\n";
    QCOMPARE(exchange(m_stack->server(0).port(), stranger).header("Server-Timing"), QByteArray());
    QCOMPARE(timing(m_stack->server(0).port(), "/saude"), QByteArray());
    for (const QByteArray target : {"/itens", "/itens/1", "/itens/exportar"})
        QCOMPARE(m_stack->ask("GET", target).header("Server-Timing"), QByteArray());
}

void TestTraceChain::serverTiming_exposed_reachesTheClient()
{
    StackOptions options;
    options.servers = 1;
    options.environment = {{QStringLiteral("EXPOSE_SERVER_TIMING"), QStringLiteral("true")}};
    Stack stack(options);
    QVERIFY(stack.start());
    for (const QByteArray target : {"/itens", "/itens/exportar"})
        QVERIFY(stack.ask("GET", target).header("Server-Timing").contains("sql;dur="));
}

void TestTraceChain::spanLog_thatCannotBeOpened_isSaid()
{
    const std::map<QString, QString> environment{{QStringLiteral("SPAN_LOG"), QStringLiteral("/proc/spans")}};
    DaemonProcess server(QStringLiteral("guarita-server"), environment, m_stack->folder());
    QVERIFY(!server.start());
    QVERIFY2(server.output().contains("SPAN_LOG: /proc/spans: "), server.output().constData());
    QCOMPARE(server.waitForExit(), 69);
}

QTEST_GUILESS_MAIN(TestTraceChain)
#include "tst_tracechain.moc"
