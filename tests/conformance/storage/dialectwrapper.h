// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/sqldialect.h"

#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>

namespace guarita::server::storage {

/// A dialect that does as another one. Tests override what they want to be different.
class DialectWrapper : public SqlDialect
{
public:
    explicit DialectWrapper(std::shared_ptr<const SqlDialect> base)
        : m_base(std::move(base))
    {
    }

    QString driver() const override { return m_base->driver(); }
    QString place() const override { return m_base->place(); }
    void configure(QSqlDatabase &database) const override { m_base->configure(database); }
    bool prepares() const override { return m_base->prepares(); }
    QStringList transactionSettings() const override { return m_base->transactionSettings(); }
    QSqlError prepareSession(QSqlDatabase &database) const override
    {
        return m_base->prepareSession(database);
    }
    QString beginWrite() const override { return m_base->beginWrite(); }
    QStringList lockSchema() const override { return m_base->lockSchema(); }
    const std::vector<Migration> &migrations() const override { return m_base->migrations(); }
    bool forwardOnly() const override { return m_base->forwardOnly(); }
    SqlFault classify(const QSqlError &error) const override { return m_base->classify(error); }

    const RecordSql &recordSql() const override { return m_base->recordSql(); }
    bool announces() const override { return m_base->announces(); }
    QString changeProbe() const override { return m_base->changeProbe(); }

private:
    const std::shared_ptr<const SqlDialect> m_base;
};

/// A program of an earlier time: it knows the schema up to `version` only.
class EarlierDialect final : public DialectWrapper
{
public:
    EarlierDialect(const std::shared_ptr<const SqlDialect> &base, int version)
        : DialectWrapper(base)
    {
        for (const Migration &migration : base->migrations()) {
            if (migration.version <= version)
                m_migrations.push_back(migration);
        }
    }
    const std::vector<Migration> &migrations() const override { return m_migrations; }

private:
    std::vector<Migration> m_migrations;
};

} // namespace guarita::server::storage
