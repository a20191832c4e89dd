// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/observe/requestlog.h"
#include "core/result.h"
#include "http/problem.h"

#include <limits>

namespace guarita::balancer {

/// Which of the last requests somebody wants to see.
struct RequestQuery
{
    std::size_t limit = 100;
    qint64 before = std::numeric_limits<qint64>::max(); // only those with lower numbers
    QByteArray backend = {};                            // only those with an attempt there; empty: all
    std::chrono::nanoseconds atLeast{};                 // only those that took as long
    bool failedOnly = false; // only those that failed here, got a 5xx, or whose client left

    bool wants(const KeptRequest &request) const;
};

/// limite, antes, backend, minimo_ms, resultado; or 400.
core::Result<RequestQuery, http::Problem> readRequestQuery(QByteArrayView query);

} // namespace guarita::balancer
