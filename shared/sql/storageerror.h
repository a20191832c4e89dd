// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QString>

namespace guarita::sql {

/// Why a job of the database failed, with what it means for a caller. NotRemoved, KeyReused and KeyBusy only
/// happen to items; they stand here all the same, since an Outcome fails with one enumeration, which who
/// answers for it reads in one switch.
enum class Failure {
    NotFound,        // no such row; nothing was changed
    VersionMismatch, // the row has another version than expected; nothing was changed
    NotRemoved,      // what was to be restored is there; nothing was changed
    KeyReused,       // the request's key belongs to another request; nothing was changed
    KeyBusy,         // the request of that key is still under way; this one changed nothing
    Unavailable,     // no database to talk to; nothing was changed
    Overloaded,      // never begun: too many jobs are waiting
    Conflict,        // transactions collided, again and again; nothing was changed
    Busy,            // another transaction held what was needed for too long; nothing was changed
    TimedOut,        // the database gave the statement up; nothing was changed
    DiskFull,        // no room; nothing was changed
    UnknownOutcome, // the connection was lost during COMMIT: changed or not, and never to be repeated blindly
    Internal,       // a mistake of this program or of the database
};

/// Whether the database did what it had to, and the answer is just not the one that was hoped for.
bool isRefusal(Failure failure);

/// Whether the same may succeed in a moment, and has certainly not been done.
bool isPassing(Failure failure);

/// Stable, lower_snake_case, for logs and metrics.
const char *failureName(Failure failure);

struct StorageError
{
    Failure failure = Failure::Internal;
    QString detail; // what the driver said, for the log only
    /// With Unavailable: the database answers, and it can be read, but it takes no writes now.
    bool readOnly = false;
};

template <typename T>
using Outcome = core::Result<T, StorageError>;

} // namespace guarita::sql
