// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trace/span.h"

#include <QtCore/QByteArray>

#include <chrono>
#include <initializer_list>
#include <variant>

namespace guarita::trace {

/// Whom a span was spent on: whoever asked this tier, or a call that this tier made (OpenTelemetry's
/// SpanKind).
enum class SpanKind { Server, Client };

struct SpanAttribute
{
    const char *name; // OpenTelemetry's semantic conventions, where they have one
    std::variant<std::monostate, qint64, QByteArray> value; // nothing, and an empty text: not known
};

/// A span that is over. Valid during the call only.
struct EndedSpan
{
    const Span &span;
    SpanKind kind;
    QByteArrayView name;
    std::chrono::nanoseconds duration;
    bool failed;
    std::initializer_list<SpanAttribute> attributes;
};

/// Where spans go. On the event-loop thread; must not block.
class SpanSink
{
public:
    virtual ~SpanSink() = default;
    /// Told of each sampled span once, at its end.
    virtual void ended(const EndedSpan &span) = 0;
};

} // namespace guarita::trace
