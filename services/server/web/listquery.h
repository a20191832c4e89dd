// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "http/problem.h"

#include <QtCore/QByteArrayView>

namespace guarita::server::web {

constexpr qint64 mostItemsPerPage = 1000;

struct ListQuery
{
    qint64 limit = mostItemsPerPage;
    qint64 offset = 0;
};

/// Reads "limit=10&offset=20" as it stands in the target, still encoded. Anything else is a problem (400),
/// since a mistyped name would silently give another page.
core::Result<ListQuery, http::Problem> readListQuery(QByteArrayView query);

} // namespace guarita::server::web
