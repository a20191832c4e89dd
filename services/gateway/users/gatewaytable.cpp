// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/gatewaytable.h"

#include "gateway/users/rows.h"
#include "sql/finisher.h"

namespace guarita::gateway {

using core::Done;
using namespace rows;
using sql::Finisher;

GatewayTable::Outcome<Done> GatewayTable::execute(const QString &sql, const QVariantList &values)
{
    const Outcome<QSqlQuery *> query = m_connection.run(sql, values);
    if (!query)
        return query.error();
    const Finisher finisher(*query.value());
    return Done{};
}

GatewayTable::Outcome<std::vector<Heartbeat>> GatewayTable::all()
{
    const Outcome<QSqlQuery *> found =
        m_connection.run(QStringLiteral("SELECT id, batidas FROM gateways ORDER BY id"), {});
    if (!found)
        return found.error();
    const Finisher finisher(*found.value());
    std::vector<Heartbeat> beats;
    while (found.value()->next())
        beats.push_back(
            {found.value()->value(0).toString().toLatin1(), found.value()->value(1).toLongLong()});
    return beats;
}

GatewayTable::Outcome<std::vector<Heartbeat>> GatewayTable::beat(const QByteArray &gateway,
                                                                 const std::vector<Heartbeat> &silent)
{
    return m_connection.write([&]() -> Outcome<std::vector<Heartbeat>> {
        const Outcome<Done> counted =
            execute(QStringLiteral("INSERT INTO gateways (id, batidas) VALUES (?, 1)"
                                   " ON CONFLICT (id) DO UPDATE SET batidas = gateways.batidas + 1"),
                    {text(gateway)});
        if (!counted)
            return counted.error();
        for (const Heartbeat &one : silent) {
            const Outcome<Done> gone =
                execute(QStringLiteral("DELETE FROM gateways WHERE id = ? AND batidas = ?"),
                        {text(one.gateway), number(one.beats)});
            if (!gone)
                return gone.error();
        }
        return all();
    });
}

GatewayTable::Outcome<Done> GatewayTable::leave(const QByteArray &gateway)
{
    return m_connection.write(
        [&] { return execute(QStringLiteral("DELETE FROM gateways WHERE id = ?"), {text(gateway)}); });
}

} // namespace guarita::gateway
