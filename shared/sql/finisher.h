// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtSql/QSqlQuery>

namespace guarita::sql {

/// Ends a query's use of its rows on every way out.
class Finisher
{
public:
    explicit Finisher(QSqlQuery &query)
        : m_query(query)
    {
    }
    ~Finisher() { m_query.finish(); }
    Finisher(const Finisher &) = delete;
    Finisher &operator=(const Finisher &) = delete;

private:
    QSqlQuery &m_query;
};

} // namespace guarita::sql
