// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/jobtiming.h"
#include "sql/storageerror.h"

namespace guarita::sql {

/// What a database worker works with: the calls that a program makes to its tables. Every call blocks; an
/// object belongs to the one thread that made it.
///
/// A call that returns a value has made it durable. A call that fails has changed nothing, unless it says
/// Failure::UnknownOutcome. Losing the database is survived: the next call connects again.
class Repository
{
public:
    virtual ~Repository() = default;

    /// Connects and brings the schema up to date if that has not happened yet; says whether the database
    /// answers.
    virtual Outcome<core::Done> ping() = 0;

    /// What the calls have cost since this was asked last. Who does not measure says nothing.
    virtual SqlCost takeCost() { return {}; }
};

} // namespace guarita::sql
