// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QLoggingCategory>

namespace guarita::sql {

Q_DECLARE_LOGGING_CATEGORY(lcStorage)

} // namespace guarita::sql
