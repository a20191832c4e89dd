// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/storageerror.h"

namespace guarita::server::storage {

class SqlConnection;

/// Writes the search keys of all items anew, some hundred rows at a time.
Outcome<core::Done> fillSearchKeys(SqlConnection &connection);

} // namespace guarita::server::storage
