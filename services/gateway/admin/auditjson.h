// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/users/auditrecord.h"

#include <QtCore/QByteArray>

#include <vector>

namespace guarita::gateway {

/// A page of records. `more`: there are others behind the last one.
QByteArray recordsJson(const std::vector<AuditRecord> &records, bool more);

/// A line of JSON for each.
QByteArray recordLines(const std::vector<AuditRecord> &records);

} // namespace guarita::gateway
