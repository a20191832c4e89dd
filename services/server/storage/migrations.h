// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/schema.h"
#include "sql/sqldialect.h"

namespace guarita::server::storage {

/// The tables of items, as far as they have come in this version of the server.
sql::Schema itemSchema(sql::Database database);

} // namespace guarita::server::storage
