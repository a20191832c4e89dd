// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/requesttrace.h"

namespace guarita::console {

/// A part of a request's way through the tiers. Times in milliseconds from where the request is first known.
struct WaterfallSpan
{
    enum class Part { Gateway, Balancer, Queue, Attempt, Server, Wait, Sql };

    Part part = Part::Balancer;
    int depth = 0; // how many others it is within
    double from = 0;
    double to = 0;
    /// The tier tells how long it took, but not when it began: it is put in the middle of what is around it.
    bool placed = false;
    int attempt = -1; // of the request's, for all within one

    double length() const { return to - from; }
    friend bool operator==(const WaterfallSpan &, const WaterfallSpan &) = default;
};

/// From the outside in, attempts in their order. No part is longer than what it is within, unless the tiers'
/// own clocks say so. Pure.
std::vector<WaterfallSpan> waterfallOf(const RequestTrace &trace);
/// Where the last part ends.
double waterfallEnd(const std::vector<WaterfallSpan> &spans);

} // namespace guarita::console
