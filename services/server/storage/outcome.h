// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/storageerror.h"

namespace guarita::server::storage {

/// What became of a call to the storage, in the words of the engine below it.
using sql::Failure;
using sql::isPassing;
using sql::Outcome;
using sql::StorageError;

} // namespace guarita::server::storage
