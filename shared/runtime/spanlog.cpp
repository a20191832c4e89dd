// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/spanlog.h"

#include "runtime/log.h"

#include <QtCore/QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace guarita::runtime {

namespace {

using trace::EndedSpan;
using trace::SpanAttribute;
using trace::SpanKind;

constexpr qsizetype spanBuffer = 4 * 1024 * 1024;
constexpr qsizetype longestText = 1024; // of an attribute

void putText(core::JsonWriter &json, const char *name, QByteArrayView text)
{
    json.key(name);
    json.string(text);
}

/// OTLP writes 64-bit numbers as text.
void putNumber(core::JsonWriter &json, const char *name, qint64 number)
{
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    putText(json, name, QByteArrayView(digits.data(), end - digits.data()));
}

void putAttribute(core::JsonWriter &json, const SpanAttribute &attribute)
{
    const auto *text = std::get_if<QByteArray>(&attribute.value);
    const auto *number = std::get_if<qint64>(&attribute.value);
    if (!number && (!text || text->isEmpty()))
        return;
    json.beginObject();
    putText(json, "key", attribute.name);
    json.key("value");
    json.beginObject();
    if (number)
        putNumber(json, "intValue", *number);
    else
        putText(json, "stringValue", QByteArrayView(*text).first(std::min(text->size(), longestText)));
    json.endObject();
    json.endObject();
}

template <typename Attributes>
void putAttributes(core::JsonWriter &json, const Attributes &attributes)
{
    json.key("attributes");
    json.beginArray();
    for (const SpanAttribute &attribute : attributes)
        putAttribute(json, attribute);
    json.endArray();
}

void putSpan(core::JsonWriter &json, const EndedSpan &ended, core::WallTime now)
{
    constexpr int server = 2; // SPAN_KIND_SERVER
    constexpr int client = 3; // SPAN_KIND_CLIENT
    constexpr int error = 2;  // STATUS_CODE_ERROR
    const auto end = std::chrono::nanoseconds(now.time_since_epoch());
    json.beginObject();
    putText(json, "traceId", ended.span.trace.view());
    putText(json, "spanId", ended.span.id.view());
    if (!ended.span.parent.isNull())
        putText(json, "parentSpanId", ended.span.parent.view());
    putText(json, "name", ended.name);
    json.key("kind");
    json.integer(ended.kind == SpanKind::Server ? server : client);
    putNumber(json, "startTimeUnixNano", (end - ended.duration).count());
    putNumber(json, "endTimeUnixNano", end.count());
    putAttributes(json, ended.attributes);
    if (ended.failed) {
        json.key("status");
        json.beginObject();
        json.key("code");
        json.integer(error);
        json.endObject();
    }
    json.endObject();
}

using Value = decltype(SpanAttribute::value);

Value microseconds(const std::optional<std::chrono::nanoseconds> &time)
{
    return time ? Value(qint64(time->count() / 1'000)) : Value();
}

Value numberOf(const std::optional<qint64> &number)
{
    return number ? Value(*number) : Value();
}

} // namespace

core::Result<std::unique_ptr<SpanLog>> SpanLog::open(const QString &path, const char *program,
                                                     const core::Clock &clock, Log &log)
{
    constexpr mode_t ownerAndGroup = 0640;
    net::FileDescriptor file(::open(QFile::encodeName(path).constData(),
                                    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, ownerAndGroup));
    if (!file.valid())
        return core::Error{
            "span_log",
            QStringLiteral("SPAN_LOG: %1: %2").arg(path, QString::fromLocal8Bit(std::strerror(errno)))};
    return std::unique_ptr<SpanLog>(new SpanLog(std::move(file), program, clock, log));
}

SpanLog::SpanLog(net::FileDescriptor file, const char *program, const core::Clock &clock, Log &log)
    : m_file(std::move(file))
    , m_program(program)
    , m_clock(clock)
    , m_sink(m_file.get(), spanBuffer, [&log](qint64 count) {
        log.event(LogLevel::Warning, "spans_dropped", {{"count", count}});
        return QByteArray();
    })
{
}

void SpanLog::ended(const EndedSpan &span)
{
    core::JsonWriter &json = m_json;
    json.clear();
    json.beginObject();
    json.key("resourceSpans");
    json.beginArray();
    json.beginObject();
    json.key("resource");
    json.beginObject();
    putAttributes(json, std::initializer_list<SpanAttribute>{{"service.name", QByteArray(m_program)},
                                                             {"process.pid", qint64(getpid())}});
    json.endObject();
    json.key("scopeSpans");
    json.beginArray();
    json.beginObject();
    json.key("spans");
    json.beginArray();
    putSpan(json, span, m_clock.wallNow());
    json.endArray();
    json.endObject();
    json.endArray();
    json.endObject();
    json.endArray();
    json.endObject();
    m_sink.write(json.buffer());
}

void SpanLog::request(const http::ExchangeSummary &summary)
{
    if (!summary.span || !summary.span->sampled)
        return;
    const QByteArray name = summary.method + ' ' + summary.route;
    ended({.span = *summary.span,
           .kind = SpanKind::Server,
           .name = name,
           .duration = summary.duration,
           .failed = summary.status >= 500,
           .attributes = {{"http.request.method", summary.method},
                          {"url.path", summary.path},
                          {"http.response.status_code", qint64(summary.status)},
                          {"error.type", summary.reason},
                          {"guarita.request_id", summary.requestId},
                          {"guarita.upstream", summary.upstream},
                          {"enduser.id", summary.subject},
                          {"guarita.wait_us", microseconds(summary.timing.waited)},
                          {"guarita.sql_us", microseconds(summary.timing.sql)},
                          {"guarita.sql_statements", numberOf(summary.timing.statements)}}});
}

} // namespace guarita::runtime
