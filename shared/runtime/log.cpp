// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/log.h"

#include "core/timetext.h"
#include "runtime/logsink.h"

#include <QtCore/qlogging.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>

namespace guarita::runtime {

namespace {

constexpr qsizetype longestPath = 1024; // of a request's path in its line

const char *nameOf(LogLevel level)
{
    constexpr std::array names{"debug", "info", "warning", "error"};
    return names[static_cast<std::size_t>(level)];
}

/// Milliseconds with three decimals: 12.345.
void writeMilliseconds(core::JsonWriter &json, std::chrono::nanoseconds duration)
{
    core::MillisecondsText place;
    json.raw(core::millisecondsText(duration, place));
}

void writeAddress(core::JsonWriter &json, const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (!isIpv4) {
        json.string(QStringView(address.toString()));
        return;
    }
    // QHostAddress::toString() costs as much as the rest of the line.
    std::array<char, 16> text;
    char *at = text.data();
    for (int shift = 24; shift >= 0; shift -= 8) {
        at = std::to_chars(at, at + 3, ipv4 >> shift & 0xFF).ptr;
        *at++ = '.';
    }
    json.string(QByteArrayView(text.data(), at - text.data() - 1));
}

void writeText(core::JsonWriter &json, const char *name, QByteArrayView text)
{
    json.key(name);
    json.string(text);
}

void writeTextUnlessEmpty(core::JsonWriter &json, const char *name, const QByteArray &text)
{
    if (!text.isEmpty())
        writeText(json, name, text);
}

void writeTiming(core::JsonWriter &json, const trace::ServerTiming &timing)
{
    if (timing.waited) {
        json.key("wait_ms");
        writeMilliseconds(json, *timing.waited);
    }
    if (timing.sql) {
        json.key("sql_ms");
        writeMilliseconds(json, *timing.sql);
    }
    if (timing.statements) {
        json.key("sql_n");
        json.integer(*timing.statements);
    }
}

} // namespace

Log::Log(LogSink &sink, const core::Clock &clock, const char *role, LogLevel threshold)
    : m_sink(sink)
    , m_clock(clock)
    , m_role(role)
    , m_threshold(threshold)
{
}

void Log::begin(core::JsonWriter &json, LogLevel level, const char *event) const
{
    const core::TimestampText now =
        core::timestampText(std::chrono::floor<std::chrono::milliseconds>(m_clock.wallNow()));
    json.beginObject();
    writeText(json, "ts", QByteArrayView(now.data(), now.size()));
    writeText(json, "level", nameOf(level));
    writeText(json, "role", m_role);
    writeText(json, "event", event);
}

QByteArray Log::line(LogLevel level, const char *event, Fields fields) const
{
    core::JsonWriter json;
    json.reserve(256);
    begin(json, level, event);
    for (const Field &field : fields) {
        json.key(field.name);
        if (const auto *number = std::get_if<qint64>(&field.value))
            json.integer(*number);
        else if (const auto *flag = std::get_if<bool>(&field.value))
            json.boolean(*flag);
        else if (const auto *bytes = std::get_if<QByteArray>(&field.value))
            json.string(QByteArrayView(*bytes));
        else
            json.string(QStringView(std::get<QString>(field.value)));
    }
    json.endObject();
    return json.take();
}

void Log::event(LogLevel level, const char *event, Fields fields)
{
    if (level >= m_threshold)
        m_sink.write(line(level, event, fields));
}

void Log::lifeCycle(const char *event, Fields fields)
{
    m_sink.write(line(LogLevel::Info, event, fields));
}

QByteArray Log::lossLine(qint64 count) const
{
    return line(LogLevel::Warning, "log_lines_dropped", {{"count", count}});
}

void Log::request(const http::ExchangeSummary &summary)
{
    const LogLevel level = summary.status >= 500 ? LogLevel::Error : LogLevel::Info;
    if (level < m_threshold)
        return;
    core::JsonWriter &json = m_request;
    json.clear();
    begin(json, level, "request");
    writeTextUnlessEmpty(json, "request_id", summary.requestId);
    if (summary.span && !summary.span->isNull()) {
        writeText(json, "trace_id", summary.span->trace.view());
        writeText(json, "span_id", summary.span->id.view());
    }
    json.key("client");
    writeAddress(json, summary.clientAddress);
    writeText(json, "method", summary.method);
    writeText(json, "path", QByteArrayView(summary.path).first(std::min(summary.path.size(), longestPath)));
    writeText(json, "route", summary.route);
    json.key("status");
    json.integer(summary.status);
    writeTextUnlessEmpty(json, "reason", summary.reason);
    writeTextUnlessEmpty(json, "upstream", summary.upstream);
    writeTextUnlessEmpty(json, "subject", summary.subject);
    json.key("duration_ms");
    writeMilliseconds(json, summary.duration);
    writeTiming(json, summary.timing);
    json.key("bytes_in");
    json.integer(summary.requestBytes);
    json.key("bytes_out");
    json.integer(summary.responseBytes);
    json.endObject();
    m_sink.write(json.buffer());
}

namespace {

// Qt's hook is a plain function, so where it leads to has to be reachable from one.
std::atomic<Log *> messageLog{nullptr};

LogLevel levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return LogLevel::Debug;
    case QtInfoMsg:
        return LogLevel::Info;
    case QtWarningMsg:
        return LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        return LogLevel::Error;
    }
    return LogLevel::Error;
}

void takeMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    Log *log = messageLog.load();
    if (!log)
        return;
    const QByteArray category(context.category ? context.category : "default");
    log->event(levelOf(type), "message", {{"category", category}, {"text", text}});
    if (type == QtFatalMsg)
        log->sink().flush(std::chrono::milliseconds(500)); // Qt aborts next
}

} // namespace

QtMessagesToLog::QtMessagesToLog(Log &log)
{
    messageLog = &log;
    qInstallMessageHandler(takeMessage);
}

QtMessagesToLog::~QtMessagesToLog()
{
    qInstallMessageHandler(nullptr);
    messageLog = nullptr;
}

} // namespace guarita::runtime
