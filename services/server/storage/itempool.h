// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/itemrepository.h"
#include "sql/databasepool.h"

namespace guarita::server::storage {

using ItemPool = sql::DatabasePool<ItemRepository>;

} // namespace guarita::server::storage
