// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/storageerror.h"

namespace guarita::sql {

bool isRefusal(Failure failure)
{
    return failure == Failure::NotFound || failure == Failure::VersionMismatch ||
           failure == Failure::NotRemoved || failure == Failure::KeyReused || failure == Failure::KeyBusy;
}

bool isPassing(Failure failure)
{
    using enum Failure;
    return failure == Unavailable || failure == Overloaded || failure == Busy || failure == Conflict ||
           failure == TimedOut || failure == DiskFull;
}

const char *failureName(Failure failure)
{
    switch (failure) {
    case Failure::NotFound:
        return "not_found";
    case Failure::VersionMismatch:
        return "version_mismatch";
    case Failure::NotRemoved:
        return "not_removed";
    case Failure::KeyReused:
        return "key_reused";
    case Failure::KeyBusy:
        return "key_busy";
    case Failure::Unavailable:
        return "unavailable";
    case Failure::Overloaded:
        return "overloaded";
    case Failure::Conflict:
        return "conflict";
    case Failure::Busy:
        return "busy";
    case Failure::TimedOut:
        return "timed_out";
    case Failure::DiskFull:
        return "disk_full";
    case Failure::UnknownOutcome:
        return "unknown_outcome";
    case Failure::Internal:
        break;
    }
    return "internal";
}

} // namespace guarita::sql
