// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/logging.h"

namespace guarita::sql {

Q_LOGGING_CATEGORY(lcStorage, "guarita.storage")

} // namespace guarita::sql
