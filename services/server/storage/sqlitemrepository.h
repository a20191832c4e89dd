// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/changereader.h"
#include "server/storage/changewriter.h"
#include "server/storage/itemrepository.h"
#include "server/storage/requestkeys.h"
#include "sql/sqlconnection.h"

namespace guarita::server::storage {

/// Items in one table of a SQL database; the same statements on both dialects.
class SqlItemRepository final : public ItemRepository
{
public:
    explicit SqlItemRepository(const std::shared_ptr<const sql::SqlDialect> &dialect);

    Outcome<core::Done> ping() override;
    sql::SqlCost takeCost() override { return m_connection.takeCost(); }
    Outcome<domain::Item> find(qint64 id) override;
    Outcome<domain::ItemPage> list(const domain::ItemQuery &query) override;
    Outcome<std::vector<domain::RecordedChange>> history(qint64 id, std::optional<qint64> before,
                                                         qint64 most) override;
    Outcome<ChangeReport> change(const domain::ChangeOrder &order) override;
    Outcome<qint64> purge(domain::Timestamp before, qint64 most) override;
    Outcome<qint64> forgetKeys(domain::Timestamp before, qint64 most) override;
    Outcome<ChangeMark> latestChange() override;
    Outcome<ChangesRead> changesSince(const ChangeMark &mark, qint64 most) override;

private:
    Outcome<core::Done> makeChanges(const domain::ChangeOrder &order, ChangeReport &report);
    Outcome<qint64> count(const domain::ItemQuery &query);

    const RecordSql &m_recordSql;
    sql::SqlConnection m_connection;
    ChangeWriter m_writer{m_connection};
    ChangeReader m_reader{m_connection, m_recordSql};
    RequestKeys m_keys{m_connection};
};

} // namespace guarita::server::storage
