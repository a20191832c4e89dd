// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "http/problem.h"
#include "server/domain/itemquery.h"

#include <QtCore/QByteArrayView>

namespace guarita::server::web {

/// Reads "limit=10&offset=20&ordem=preco,-nome&q=cafe&total=false" as it stands in the target, still encoded.
/// Anything else is a problem (400) that names the parameter, since a mistyped name would silently give
/// another page.
core::Result<domain::ItemQuery, http::Problem> readListQuery(QByteArrayView query);

/// The same the other way round, with the page said explicitly.
QByteArray writeListQuery(const domain::ItemQuery &query);

enum class ExportFormat { Csv, NdJson };

/// All items that `items` is about, in its order; where its page begins and ends means nothing.
struct ExportQuery
{
    domain::ItemQuery items;
    ExportFormat format = ExportFormat::Csv;
};
core::Result<ExportQuery, http::Problem> readExportQuery(QByteArrayView query);

/// The latest `limit` changes of an item, of versions before `before`.
struct HistoryQuery
{
    qint64 limit = domain::usualItemsPerPage;
    std::optional<qint64> before;
};
core::Result<HistoryQuery, http::Problem> readHistoryQuery(QByteArrayView query);

} // namespace guarita::server::web
