// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/itemchange.h"
#include "server/storage/itemrepository.h"
#include "sql/sqlconnection.h"

#include <optional>

namespace guarita::server::storage {

/// The keys under which changes were asked for, with what became of them (draft-ietf-httpapi-idempotency-
/// key-header). All of it happens in the transaction of the changes: a key is known if and only if they were
/// made.
class RequestKeys
{
public:
    explicit RequestKeys(sql::SqlConnection &connection)
        : m_connection(connection)
    {
    }

    /// Takes the order's key for it. If it is taken already: what was answered then, or KeyReused. Waits for
    /// another that has taken it and not yet ended; KeyBusy if that takes too long.
    Outcome<std::optional<ChangeReport>> claim(const domain::ChangeOrder &order);
    /// Keeps the results with the key that was claimed.
    Outcome<core::Done> settle(const domain::ChangeOrder &order, const ChangeReport &report);
    Outcome<qint64> forget(domain::Timestamp before, qint64 most);

private:
    Outcome<std::optional<ChangeReport>> answered(const domain::ChangeOrder &order);
    Outcome<core::Done> confirm(const domain::ChangeOrder &order);
    Outcome<ChangeReport> read(const QByteArray &kept);
    Outcome<ChangeResult> itemThen(qint64 id, qint64 version);

    sql::SqlConnection &m_connection;
};

} // namespace guarita::server::storage
