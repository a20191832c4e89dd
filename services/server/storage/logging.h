// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QLoggingCategory>

namespace guarita::server::storage {

Q_DECLARE_LOGGING_CATEGORY(lcStorage)

} // namespace guarita::server::storage
