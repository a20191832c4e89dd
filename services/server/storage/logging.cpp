// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/logging.h"

namespace guarita::server::storage {

Q_LOGGING_CATEGORY(lcStorage, "guarita.storage")

} // namespace guarita::server::storage
