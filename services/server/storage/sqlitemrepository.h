// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/itemrepository.h"
#include "server/storage/sqlconnection.h"

namespace guarita::server::storage {

/// Items in one table of a SQL database; the same statements on both dialects.
class SqlItemRepository final : public ItemRepository
{
public:
    explicit SqlItemRepository(std::shared_ptr<const SqlDialect> dialect);

    Outcome<core::Done> ping() override;
    Outcome<domain::Item> create(const domain::ItemDraft &draft, domain::Timestamp now) override;
    Outcome<domain::Item> find(qint64 id) override;
    Outcome<domain::ItemPage> list(qint64 limit, qint64 offset) override;
    Outcome<domain::Item> update(qint64 id, const domain::ItemDraft &draft, std::optional<qint64> expected,
                                 domain::Timestamp now) override;
    Outcome<core::Done> remove(qint64 id, std::optional<qint64> expected) override;

private:
    /// The one row of a statement, or why there is none: absent, or of another version.
    Outcome<domain::Item> oneRow(const QString &sql, const QVariantList &values, qint64 id);
    StorageError whyNoRow(qint64 id);

    SqlConnection m_connection;
};

} // namespace guarita::server::storage
