// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/waterfall.h"

#include <algorithm>

namespace guarita::console {

using Part = WaterfallSpan::Part;

namespace {

/// Where something that took `length` begins in the middle of something else.
double middle(double from, double around, double length)
{
    return from + std::max(0.0, (around - length) / 2);
}

void addServer(std::vector<WaterfallSpan> &spans, const ServerTiming &server, const WaterfallSpan &attempt)
{
    const double begin = middle(attempt.from, attempt.length(), server.total);
    spans.push_back({Part::Server, attempt.depth + 1, begin, begin + server.total, true, attempt.attempt});
    const double waited = begin + server.wait;
    if (server.wait > 0)
        spans.push_back({Part::Wait, attempt.depth + 2, begin, waited, true, attempt.attempt});
    if (server.sql > 0)
        spans.push_back({Part::Sql, attempt.depth + 2, waited, waited + server.sql, true, attempt.attempt});
}

} // namespace

std::vector<WaterfallSpan> waterfallOf(const RequestTrace &trace)
{
    std::vector<WaterfallSpan> spans;
    int depth = 0;
    double begin = 0;
    if (trace.gateway) {
        begin = middle(0, *trace.gateway, trace.duration);
        spans.push_back({Part::Gateway, depth++, 0, *trace.gateway, false, -1});
    }
    spans.push_back({Part::Balancer, depth++, begin, begin + trace.duration, trace.gateway.has_value(), -1});
    if (trace.queue > 0)
        spans.push_back({Part::Queue, depth, begin, begin + trace.queue, false, -1});
    for (std::size_t i = 0; i < trace.attempts.size(); ++i) {
        const RequestAttempt &attempt = trace.attempts[i];
        const double from = begin + attempt.start;
        const WaterfallSpan span{Part::Attempt, depth, from, from + attempt.duration, false, int(i)};
        spans.push_back(span);
        if (attempt.server)
            addServer(spans, *attempt.server, span);
    }
    return spans;
}

double waterfallEnd(const std::vector<WaterfallSpan> &spans)
{
    double end = 0;
    for (const WaterfallSpan &span : spans)
        end = std::max(end, span.to);
    return end;
}

} // namespace guarita::console
