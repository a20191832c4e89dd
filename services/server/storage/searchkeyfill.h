// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/outcome.h"

namespace guarita::sql {

class SqlConnection;

} // namespace guarita::sql

namespace guarita::server::storage {

/// Writes the search keys of all items anew, some hundred rows at a time.
Outcome<core::Done> fillSearchKeys(sql::SqlConnection &connection);

} // namespace guarita::server::storage
