// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/jsonwriter.h"
#include "core/result.h"
#include "http/requestobserver.h"
#include "net/filedescriptor.h"
#include "runtime/logsink.h"
#include "trace/spansink.h"

#include <memory>

namespace guarita::runtime {

class Log;

/// Writes spans to a file, each as one line of OTLP's JSON (OpenTelemetry Protocol File Exporter), which a
/// collector's otlpjsonfile receiver reads. A thread of its own writes; what does not fit the buffer is
/// dropped, and the log says how many. On the event-loop thread.
class SpanLog final : public trace::SpanSink
{
public:
    /// Appends to `path`, which it makes if need be, for its owner and group to read. `program` and the
    /// references outlive it.
    static core::Result<std::unique_ptr<SpanLog>> open(const QString &path, const char *program,
                                                       const core::Clock &clock, Log &log);

    void ended(const trace::EndedSpan &span) override;
    /// The span of a request, if it is sampled.
    void request(const http::ExchangeSummary &summary);

private:
    SpanLog(net::FileDescriptor file, const char *program, const core::Clock &clock, Log &log);

    const net::FileDescriptor m_file;
    const char *const m_program;
    const core::Clock &m_clock;
    LogSink m_sink;
    core::JsonWriter m_json; // reused: a line allocates nothing
};

} // namespace guarita::runtime
