// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/itemquery.h"

#include <QtCore/QByteArray>

#include <optional>

namespace guarita::server::web {

/// A place in a list as the parameter `depois` names it: base64url, of no meaning to clients.
QByteArray cursorToken(const domain::PageCursor &cursor, const domain::ItemQuery &query);

/// Nothing if it is no token, or one of another order than the query's.
std::optional<domain::PageCursor> readCursor(const QByteArray &token, const domain::ItemQuery &query);

} // namespace guarita::server::web
