// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/random.h"
#include "net/headers.h"
#include "trace/span.h"

#include <cstdint>

namespace guarita::trace {

/// How a tier enters traces.
struct Policy
{
    /// Whether a trace that another has begun is sampled is for that one to say. An outsider must not choose
    /// what work is done for his requests: at the edge his trace goes on, and it is sampled as if it began
    /// there.
    bool believesSampling = false;
    /// One in how many of the others is sampled; 0: none.
    std::uint32_t oneIn = 1;
};

/// The span of a request with these fields: a part of the trace that its traceparent names, or the first of a
/// new one, if there is none, a malformed one, or more than one. What is not to be passed on of tracestate is
/// taken away.
Span enter(net::Headers &fields, const Policy &policy, core::Random &random);

/// Says in what is sent on that `span` is the one that asks. A null span says nothing, and leaves the fields
/// as they are.
void hand(net::Headers &fields, const Span &span);

} // namespace guarita::trace
