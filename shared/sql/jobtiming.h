// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace guarita::sql {

/// What was asked of the database, and for how long: from the beginning of each read or transaction to its
/// end, with what was repeated, and with the wait for a connection that had to be opened.
struct SqlCost
{
    std::chrono::nanoseconds time{};
    int statements = 0; // BEGIN, COMMIT and ROLLBACK apart
};

/// What became of a job's time.
struct JobTiming
{
    std::chrono::nanoseconds waited{}; // for a worker
    SqlCost sql;
};

} // namespace guarita::sql
