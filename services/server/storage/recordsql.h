// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/sqldialect.h"

namespace guarita::server::storage {

/// How a database tells which changes of the record can no longer be preceded by others.
struct RecordSql
{
    const char *adopt;   // makes changes of another cluster, which came by a dump, older than all; or nullptr
    const char *latest;  // a query for the mark where the record ends now: era, transaction, number
    const char *state;   // a query for the mark behind everything, and whether changes wait for others to end
    const char *settled; // a condition: nothing can come before this change any more
    const char *position; // placeholders for a mark
};

const RecordSql &recordSql(sql::Database database);

} // namespace guarita::server::storage
