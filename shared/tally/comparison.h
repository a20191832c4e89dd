// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tally/callbook.h"
#include "tally/receivedcalls.h"

namespace guarita::core {
class JsonWriter;
}

namespace guarita::tally {

/// Something on which a caller and a process that it called do not agree.
struct Difference
{
    const char *kind;
    quint64 count;
    quint64 first = 0; // the lowest number of those calls
};

/// What a book and a process say together.
struct Comparison
{
    quint64 received = 0; // calls of the book that the process has received; of these:
    quint64 answered = 0; // the caller has an answer
    quint64 lost = 0;     // it has none and waits no longer
    quint64 underWay = 0; // it waits
    quint64 from = 1;     // what is said holds for the numbers from here on
    std::vector<Difference> differences = {};

    bool exact() const { return differences.empty(); }
};

/// Compares call by call. `before` is the book as it was when the process was asked, `now` as it is when its
/// report is here: what happened between is no difference, so it holds under load, too. Answers of other
/// processes at the same place are left out: of one that was killed nobody can ask anything.
Comparison compare(const CallBook &before, const CallBook &now, const CalleeReport &report);

/// {"de":caller,"para":callee,"tipo":kind,"quantos":count,"primeira":first}
void writeDifference(core::JsonWriter &json, QByteArrayView caller, QByteArrayView callee,
                     const Difference &difference);

} // namespace guarita::tally
