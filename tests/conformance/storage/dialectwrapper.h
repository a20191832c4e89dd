// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/sqldialect.h"

#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>

namespace guarita::sql {

/// A dialect that does as another one. Tests override what they want to be different.
class DialectWrapper : public SqlDialect
{
public:
    explicit DialectWrapper(std::shared_ptr<const SqlDialect> base)
        : m_base(std::move(base))
    {
    }

    Database kind() const override { return m_base->kind(); }
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
    bool forwardOnly() const override { return m_base->forwardOnly(); }
    SqlFault classify(const QSqlError &error) const override { return m_base->classify(error); }

    bool announces() const override { return m_base->announces(); }
    QString changeProbe() const override { return m_base->changeProbe(); }

private:
    const std::shared_ptr<const SqlDialect> m_base;
};

} // namespace guarita::sql
