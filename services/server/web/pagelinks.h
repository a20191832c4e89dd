// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/item.h"
#include "server/domain/itemquery.h"

#include <QtCore/QByteArray>

namespace guarita::server::web {

/// The value of the field Link (RFC 8288) of a page, as relative references with the query's parameters. A
/// page that was asked for by offset leads to others by offset: first, prev, next and last; without a total
/// there is no last, and a next only behind a full page. Any other leads on by cursors: first, prev, next.
QByteArray pageLinks(const domain::ItemQuery &query, const domain::ItemPage &page);

} // namespace guarita::server::web
