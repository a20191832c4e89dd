// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/traceparent.h"

#include <algorithm>

namespace guarita::trace {

namespace {

// version "-" trace-id "-" parent-id "-" trace-flags
constexpr qsizetype traceAt = 3;
constexpr qsizetype spanAt = traceAt + 32 + 1;
constexpr qsizetype flagsAt = spanAt + 16 + 1;
constexpr qsizetype wholeLength = flagsAt + 2;

bool isHex(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

template <std::size_t digits>
bool readId(QByteArrayView text, HexId<digits> &id)
{
    const bool zero = std::all_of(text.begin(), text.end(), [](char c) { return c == '0'; });
    std::copy(text.begin(), text.end(), id.text.begin());
    return !zero && isHex(text);
}

} // namespace

std::optional<TraceParent> readTraceParent(QByteArrayView value)
{
    if (value.size() < wholeLength)
        return std::nullopt;
    const QByteArrayView version = value.first(2);
    const QByteArrayView flags = value.sliced(flagsAt, 2);
    const bool dashes = value[2] == '-' && value[spanAt - 1] == '-' && value[flagsAt - 1] == '-';
    if (!dashes || !isHex(version) || version == "ff" || !isHex(flags))
        return std::nullopt;
    if (value.size() > wholeLength && (version == "00" || value[wholeLength] != '-'))
        return std::nullopt;
    TraceParent parent;
    if (!readId(value.sliced(traceAt, 32), parent.trace) || !readId(value.sliced(spanAt, 16), parent.span))
        return std::nullopt;
    const char last = flags[1]; // the sampled flag is its lowest bit
    parent.sampled = ((last <= '9' ? last - '0' : last - 'a' + 10) & 1) != 0;
    return parent;
}

QByteArray traceParentOf(const Span &span)
{
    QByteArray value(wholeLength, Qt::Uninitialized);
    char *at = value.data();
    const auto put = [&at](QByteArrayView text) { at = std::copy(text.begin(), text.end(), at); };
    put("00-");
    put(span.trace.view());
    put("-");
    put(span.id.view());
    put(span.sampled ? "-01" : "-00");
    return value;
}

} // namespace guarita::trace
