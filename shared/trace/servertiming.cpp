// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/servertiming.h"

#include "core/timetext.h"

namespace guarita::trace {

namespace {

using std::chrono::nanoseconds;

constexpr qsizetype mostTimingRead = 1024;

void putMetric(QByteArray &text, const char *name, const std::optional<nanoseconds> &time,
               const std::optional<qint64> &statements = std::nullopt)
{
    if (!time)
        return;
    if (!text.isEmpty())
        text.append(", ");
    core::MillisecondsText digits;
    text.append(name).append(";dur=").append(core::millisecondsText(*time, digits));
    if (statements)
        text.append(";desc=\"").append(QByteArray::number(*statements)).append('"');
}

/// The text up to `separator`, which is taken off `rest`; what stands in quotes has no separators (RFC 9110,
/// 5.6.4).
QByteArrayView nextPart(QByteArrayView &rest, char separator)
{
    bool quoted = false;
    qsizetype end = 0;
    for (; end < rest.size() && (quoted || rest[end] != separator); ++end) {
        if (rest[end] == '"')
            quoted = !quoted;
        else if (quoted && rest[end] == '\\' && end + 1 < rest.size())
            ++end;
    }
    const QByteArrayView part = rest.first(end).trimmed();
    rest = end < rest.size() ? rest.sliced(end + 1) : QByteArrayView();
    return part;
}

/// Digits only, and few enough for what they stand for.
std::optional<qint64> digitsFrom(QByteArrayView text, qsizetype most)
{
    if (text.isEmpty() || text.size() > most)
        return std::nullopt;
    qint64 number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number;
}

/// Milliseconds, with decimals or without.
std::optional<nanoseconds> durationFrom(QByteArrayView text)
{
    constexpr qsizetype decimals = 6; // nanoseconds
    const qsizetype point = text.indexOf('.');
    const std::optional<qint64> whole = digitsFrom(point < 0 ? text : text.first(point), 9);
    if (!whole || point < 0)
        return whole ? std::optional(nanoseconds(std::chrono::milliseconds(*whole))) : std::nullopt;
    const QByteArrayView fraction = text.sliced(point + 1);
    if (!digitsFrom(fraction, 18))
        return std::nullopt;
    qint64 nanos = 0;
    for (qsizetype i = 0; i < decimals; ++i)
        nanos = nanos * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    return nanoseconds(std::chrono::milliseconds(*whole)) + nanoseconds(nanos);
}

QByteArrayView unquoted(QByteArrayView text)
{
    const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    return quoted ? text.sliced(1, text.size() - 2) : text;
}

bool sameName(QByteArrayView left, QByteArrayView right)
{
    return qstrnicmp(left.data(), left.size(), right.data(), right.size()) == 0;
}

struct Metric
{
    QByteArrayView name;
    std::optional<nanoseconds> duration;
    QByteArrayView description;
};

Metric metricFrom(QByteArrayView text)
{
    Metric metric;
    metric.name = nextPart(text, ';');
    while (!text.isEmpty()) {
        const QByteArrayView parameter = nextPart(text, ';');
        const qsizetype equals = parameter.indexOf('=');
        if (equals < 0)
            continue;
        const QByteArrayView name = parameter.first(equals).trimmed();
        const QByteArrayView value = unquoted(parameter.sliced(equals + 1).trimmed());
        if (sameName(name, "dur") && !metric.duration)
            metric.duration = durationFrom(value);
        else if (sameName(name, "desc") && metric.description.isNull())
            metric.description = value;
    }
    return metric;
}

void take(const Metric &metric, ServerTiming &timing)
{
    if (metric.name == "total" && !timing.total)
        timing.total = metric.duration;
    else if (metric.name == "espera" && !timing.waited)
        timing.waited = metric.duration;
    else if (metric.name == "sql" && !timing.sql) {
        timing.sql = metric.duration;
        timing.statements = digitsFrom(metric.description, 9);
    }
}

} // namespace

QByteArray serverTimingText(const ServerTiming &timing)
{
    QByteArray text;
    text.reserve(96);
    putMetric(text, "total", timing.total);
    putMetric(text, "espera", timing.waited);
    putMetric(text, "sql", timing.sql, timing.statements);
    return text;
}

ServerTiming readServerTiming(QByteArrayView value)
{
    ServerTiming timing;
    if (value.size() > mostTimingRead)
        return timing;
    while (!value.isEmpty())
        take(metricFrom(nextPart(value, ',')), timing);
    return timing;
}

} // namespace guarita::trace
