// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/item.h"

#include <QtCore/QByteArray>

#include <vector>

namespace guarita::server::web {

// Items as comma-separated values (RFC 4180), in UTF-8, lines ended by CR LF. No description is an empty
// field without quotes, an empty one has them.

QByteArray csvHeader();
QByteArray csvRows(const std::vector<domain::Item> &items);

} // namespace guarita::server::web
