// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/tracing.h"

#include "trace/traceparent.h"
#include "trace/tracestate.h"

#include <optional>

namespace guarita::trace {

namespace {

constexpr QByteArrayView parentField("traceparent");
constexpr QByteArrayView stateField("tracestate");

std::optional<TraceParent> parentIn(const net::Headers &fields)
{
    const QByteArray *value = fields.find(parentField);
    if (!value || fields.count(parentField) > 1)
        return std::nullopt;
    return readTraceParent(*value);
}

QByteArray stateIn(const net::Headers &fields)
{
    QByteArray list;
    for (const net::HeaderField &field : fields) {
        if (field.name.compare(stateField, Qt::CaseInsensitive) == 0)
            list += list.isEmpty() ? field.value : ',' + field.value;
    }
    return boundedState(list);
}

void passStateOn(net::Headers &fields, bool traceGoesOn)
{
    if (!fields.contains(stateField))
        return;
    const QByteArray state = traceGoesOn ? stateIn(fields) : QByteArray();
    fields.remove(stateField);
    if (!state.isEmpty())
        fields.append(stateField.toByteArray(), state);
}

/// By our own random bits: the client chooses those of the trace.
bool isChosen(const Policy &policy, core::Random &random)
{
    if (policy.oneIn <= 1)
        return policy.oneIn == 1;
    std::uint32_t drawn = 0;
    random.fill(std::as_writable_bytes(std::span(&drawn, 1)));
    return drawn % policy.oneIn == 0;
}

} // namespace

Span enter(net::Headers &fields, const Policy &policy, core::Random &random)
{
    const std::optional<TraceParent> parent = parentIn(fields);
    passStateOn(fields, parent.has_value());
    Span span;
    span.trace = parent ? parent->trace : newTraceId(random);
    span.id = newSpanId(random);
    if (parent)
        span.parent = parent->span;
    span.sampled = parent && policy.believesSampling ? parent->sampled : isChosen(policy, random);
    return span;
}

void hand(net::Headers &fields, const Span &span)
{
    if (!span.isNull())
        fields.set(QByteArrayLiteral("traceparent"), traceParentOf(span));
}

} // namespace guarita::trace
