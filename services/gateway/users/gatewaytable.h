// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/sqlconnection.h"

#include <QtCore/QByteArray>

#include <vector>

namespace guarita::gateway {

/// One gateway process and how often it has shown itself.
struct Heartbeat
{
    QByteArray gateway;
    qint64 beats = 0;

    friend bool operator==(const Heartbeat &, const Heartbeat &) = default;
};

/// The table of the gateway processes that share the store. Belongs to the thread of its connection.
class GatewayTable
{
public:
    template <typename T>
    using Outcome = sql::Outcome<T>;

    /// The connection outlives the table.
    explicit GatewayTable(sql::SqlConnection &connection)
        : m_connection(connection)
    {
    }

    /// Counts this gateway's beats on, removes those that still are as they are in `silent`, and tells of
    /// all.
    Outcome<std::vector<Heartbeat>> beat(const QByteArray &gateway, const std::vector<Heartbeat> &silent);
    Outcome<core::Done> leave(const QByteArray &gateway);

private:
    Outcome<core::Done> execute(const QString &sql, const QVariantList &values);
    Outcome<std::vector<Heartbeat>> all();

    sql::SqlConnection &m_connection;
};

} // namespace guarita::gateway
