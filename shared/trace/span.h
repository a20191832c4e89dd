// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/random.h"

#include <QtCore/QByteArrayView>

#include <array>

namespace guarita::trace {

/// An id as it is written everywhere: lower-case hexadecimal digits (W3C Trace Context, 3.2.2).
template <std::size_t digits>
struct HexId
{
    std::array<char, digits> text{}; // zero bytes: none

    bool isNull() const { return text.front() == '\0'; }
    QByteArrayView view() const { return isNull() ? QByteArrayView() : QByteArrayView(text.data(), digits); }

    friend bool operator==(const HexId &, const HexId &) = default;
};

using TraceId = HexId<32>;
using SpanId = HexId<16>;

/// What one tier does for one request, as a part of the request's trace. A value without any allocation.
struct Span
{
    TraceId trace;
    SpanId id;
    SpanId parent; // of whoever asked; null in the first one
    bool sampled = false;

    bool isNull() const { return trace.isNull(); }

    friend bool operator==(const Span &, const Span &) = default;
};

/// Random and, as ids must be, not all zeros.
TraceId newTraceId(core::Random &random);
SpanId newSpanId(core::Random &random);

/// A part of what `span` stands for: a call that is made for it.
Span childOf(const Span &span, core::Random &random);

} // namespace guarita::trace
