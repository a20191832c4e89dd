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
    Outcome<domain::ItemPage> list(const domain::ItemQuery &query) override;
    Outcome<domain::Item> update(qint64 id, const domain::ItemDraft &draft, std::optional<qint64> expected,
                                 domain::Timestamp now) override;
    Outcome<core::Done> remove(qint64 id, std::optional<qint64> expected, domain::Timestamp now) override;
    Outcome<domain::Item> restore(qint64 id, domain::Timestamp now) override;
    Outcome<qint64> purge(domain::Timestamp before, qint64 most) override;

private:
    /// The one row of a statement. If there is none: `otherwise` if the item is there, else NotFound.
    Outcome<domain::Item> oneRow(const QString &sql, const QVariantList &values, qint64 id,
                                 Failure otherwise);
    StorageError whyNoRow(qint64 id, Failure otherwise);
    Outcome<qint64> count(const domain::ItemQuery &query);

    SqlConnection m_connection;
};

} // namespace guarita::server::storage
