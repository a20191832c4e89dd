// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trace/span.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <optional>

namespace guarita::trace {

/// What a traceparent field says (W3C Trace Context level 1, 3.2): the trace, and the span of whoever asks.
struct TraceParent
{
    TraceId trace;
    SpanId span;
    bool sampled = false;
};

/// Nothing if it is malformed. Of a version above 00, the members that 00 has count, and what stands behind
/// them, after a dash, does not.
std::optional<TraceParent> readTraceParent(QByteArrayView value);

/// The field's value, of version 00, for calls that `span` makes.
QByteArray traceParentOf(const Span &span);

} // namespace guarita::trace
