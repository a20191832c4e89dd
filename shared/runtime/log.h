// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/jsonwriter.h"
#include "http/requestobserver.h"

#include <QtCore/QString>

#include <atomic>
#include <initializer_list>
#include <variant>

namespace guarita::runtime {

class LogSink;

enum class LogLevel { Debug, Info, Warning, Error };

/// Turns events into lines of JSON: {"ts", "level", "role", "event", …}, one object per line, UTC with
/// milliseconds. Never hand it a secret, a query string or a body.
class Log
{
public:
    struct Field
    {
        const char *name; // ASCII, lower_snake_case
        std::variant<qint64, bool, QByteArray, QString> value;
    };
    using Fields = std::initializer_list<Field>;

    /// `role` and the references must outlive the log.
    Log(LogSink &sink, const core::Clock &clock, const char *role, LogLevel threshold);

    /// Anything that an operator should know. From any thread.
    void event(LogLevel level, const char *event, Fields fields = {});
    /// The same whatever the threshold is: "listening", "draining", "stopped". Other programs wait for these.
    void lifeCycle(const char *event, Fields fields = {});
    /// The access log's line. On the event-loop thread only.
    void request(const http::ExchangeSummary &summary);

    /// A line ready for the sink that tells of lines which the sink dropped. From any thread.
    QByteArray lossLine(qint64 count) const;

    LogLevel threshold() const { return m_threshold; }
    void setThreshold(LogLevel threshold) { m_threshold = threshold; } // from any thread
    LogSink &sink() const { return m_sink; }

private:
    void begin(core::JsonWriter &json, LogLevel level, const char *event) const;
    QByteArray line(LogLevel level, const char *event, Fields fields) const;

    LogSink &m_sink;
    const core::Clock &m_clock;
    const char *m_role;
    std::atomic<LogLevel> m_threshold;
    core::JsonWriter m_request; // reused: a request's line allocates nothing
};

/// While it lives, what is said through Qt's logging (qWarning, logging categories, Qt's own complaints)
/// becomes lines of `log`, event "message". One at a time.
class QtMessagesToLog
{
public:
    explicit QtMessagesToLog(Log &log);
    ~QtMessagesToLog();
    QtMessagesToLog(const QtMessagesToLog &) = delete;
    QtMessagesToLog &operator=(const QtMessagesToLog &) = delete;
};

} // namespace guarita::runtime
