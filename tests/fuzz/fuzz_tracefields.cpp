// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds any bytes to the readers of traceparent, tracestate and Server-Timing, and checks what they must hold
// to whatever comes: see tests/fuzz/CMakeLists.txt.
#include "trace/servertiming.h"
#include "trace/traceparent.h"
#include "trace/tracestate.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace guarita::trace;

namespace {

void require(bool condition, const char *what)
{
    if (condition)
        return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

void checkParent(QByteArrayView bytes)
{
    const std::optional<TraceParent> parent = readTraceParent(bytes);
    if (!parent)
        return;
    const QByteArray written = traceParentOf({parent->trace, parent->span, {}, parent->sampled});
    const std::optional<TraceParent> again = readTraceParent(written);
    require(again && again->trace == parent->trace && again->span == parent->span &&
                again->sampled == parent->sampled,
            "what is handed on is read as the same");
}

void checkState(QByteArrayView bytes)
{
    const QByteArray state = boundedState(bytes);
    require(state.size() <= mostStateBytes, "the state is bounded");
    require(state.count(',') < mostStateMembers, "its members are, too");
    require(boundedState(state) == state, "the next tier passes it on as it is");
}

void checkTiming(QByteArrayView bytes)
{
    const ServerTiming once = readServerTiming(serverTimingText(readServerTiming(bytes)));
    require(readServerTiming(serverTimingText(once)) == once, "written times are read again");
    for (const auto &time : {once.total, once.waited, once.sql})
        require(!time || time->count() >= 0, "no time is negative");
    require(!once.statements || *once.statements >= 0, "no count is negative");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    checkParent(bytes);
    checkState(bytes);
    checkTiming(bytes);
    return 0;
}
