// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/item.h"
#include "server/domain/itemquery.h"

#include <QtCore/QByteArray>

namespace guarita::server::web {

/// The value of the field Link (RFC 8288) of a page: first, prev, next and last, as far as they exist, as
/// relative references with the query's parameters. Without a total there is no last, and a next only behind
/// a full page. The last page begins at a multiple of the limit.
QByteArray pageLinks(const domain::ItemQuery &query, const domain::ItemPage &page);

} // namespace guarita::server::web
