// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QtCore/QtGlobal>

#include <chrono>
#include <optional>

namespace guarita::balancer {

/// Notices that attempts begin at an endpoint and none is answered, from counts that are looked at a few
/// times a second: a server that hangs is found long before its first attempt's deadline. Attempts that were
/// under way already when the last answer came (a stream, an export) do not count as waiting. Pure.
class StallWatch
{
public:
    struct Counts
    {
        qint64 begun = 0;    // attempts, since start
        qint64 answered = 0; // heads of answers, since start
        int inFlight = 0;
    };

    /// True if it has stood still for `limit`; then not again before something else begins or is answered.
    bool stalled(const Counts &counts, std::chrono::nanoseconds limit, core::Instant now);

private:
    Counts m_last;
    qint64 m_old = 0; // of those that had begun, the ones that do not count
    std::optional<core::Instant> m_since;
};

} // namespace guarita::balancer
