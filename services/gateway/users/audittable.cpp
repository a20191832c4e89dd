// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/audittable.h"

#include "gateway/users/rows.h"
#include "sql/finisher.h"

#include <span>

namespace guarita::gateway {

using core::Done;
using namespace rows;
using sql::Finisher;

namespace {

constexpr std::size_t rowsPerStatement = 100;

QVariant optional(const QByteArray &text)
{
    return text.isEmpty() ? QVariant() : QVariant(QString::fromUtf8(text));
}

QVariantList valuesOf(const AuditRecord &record)
{
    return {stamp(record.when),
            optional(record.who),
            text(record.action),
            optional(record.target),
            optional(record.address),
            optional(record.request),
            text(outcomeName(record.outcome)),
            record.status > 0 ? number(record.status) : QVariant(),
            optional(record.reason),
            number(record.times)};
}

AuditRecord recordAt(const QSqlQuery &row)
{
    const auto utf8 = [&row](int column) { return row.value(column).toString().toUtf8(); };
    AuditRecord record;
    record.id = row.value(0).toLongLong();
    record.when = StoreTime(row.value(1).toLongLong());
    record.who = utf8(2);
    record.action = utf8(3);
    record.target = utf8(4);
    record.address = utf8(5);
    record.request = utf8(6);
    record.outcome = outcomeNamed(utf8(7)).value_or(AuditOutcome::Unknown);
    record.status = row.value(8).toInt();
    record.reason = utf8(9);
    record.times = row.value(10).toLongLong();
    return record;
}

/// A WHERE clause with its values.
struct Conditions
{
    QStringList clauses;
    QVariantList values;

    void add(const QString &clause, const QVariant &value)
    {
        clauses.append(clause);
        values.append(value);
    }
    QString text() const
    {
        return clauses.isEmpty() ? QString()
                                 : QStringLiteral(" WHERE ") + clauses.join(QStringLiteral(" AND "));
    }
};

Conditions conditionsOf(const AuditQuery &query)
{
    Conditions conditions;
    if (query.before)
        conditions.add(QStringLiteral("id < ?"), number(*query.before));
    if (query.after)
        conditions.add(QStringLiteral("id > ?"), number(*query.after));
    if (query.who)
        conditions.add(QStringLiteral("quem = ?"), QString::fromUtf8(*query.who));
    if (query.action)
        conditions.add(QStringLiteral("acao = ?"), QString::fromUtf8(*query.action));
    if (query.outcome)
        conditions.add(QStringLiteral("resultado = ?"), text(outcomeName(*query.outcome)));
    if (query.since)
        conditions.add(QStringLiteral("quando_ms >= ?"), stamp(*query.since));
    if (query.until)
        conditions.add(QStringLiteral("quando_ms < ?"), stamp(*query.until));
    return conditions;
}

} // namespace

/// SQLite lets one write at a time anyway.
AuditTable::Outcome<Done> AuditTable::takeTurns()
{
    if (m_database == sql::Database::Sqlite)
        return Done{};
    const Outcome<QSqlQuery *> locked =
        m_connection.run(QStringLiteral("SELECT pg_advisory_xact_lock(hashtext('guarita.auditoria'))"));
    if (!locked)
        return locked.error();
    const Finisher finisher(*locked.value());
    return Done{};
}

AuditTable::Outcome<Done> AuditTable::append(const std::vector<AuditRecord> &records)
{
    if (const Outcome<Done> turn = takeTurns(); !turn)
        return turn.error();
    for (std::span<const AuditRecord> rest(records); !rest.empty();) {
        const std::span<const AuditRecord> some = rest.first(std::min(rest.size(), rowsPerStatement));
        rest = rest.subspan(some.size());
        QStringList places;
        QVariantList values;
        for (const AuditRecord &record : some) {
            places.append(QStringLiteral("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
            values.append(valuesOf(record));
        }
        const auto inserted = m_connection.runOnce(
            QStringLiteral("INSERT INTO auditoria (quando_ms, quem, acao, alvo, de_onde, "
                           "pedido, resultado, status, motivo, vezes) VALUES ") +
                places.join(QStringLiteral(", ")),
            values);
        if (!inserted)
            return inserted.error();
    }
    return Done{};
}

AuditTable::Outcome<Done> AuditTable::write(const std::vector<AuditRecord> &records)
{
    return m_connection.write([&] { return append(records); });
}

AuditTable::Outcome<std::vector<AuditRecord>> AuditTable::list(const AuditQuery &query)
{
    return m_connection.read([&]() -> Outcome<std::vector<AuditRecord>> {
        Conditions conditions = conditionsOf(query);
        conditions.values.append(number(query.limit));
        auto rows = m_connection.runOnce(
            QStringLiteral(
                "SELECT id, quando_ms, quem, acao, alvo, de_onde, pedido, resultado, status, motivo,"
                " vezes FROM auditoria") +
                conditions.text() +
                (query.after ? QStringLiteral(" ORDER BY id LIMIT ?")
                             : QStringLiteral(" ORDER BY id DESC LIMIT ?")),
            conditions.values);
        if (!rows)
            return rows.error();
        std::vector<AuditRecord> records;
        while (rows.value().next())
            records.push_back(recordAt(rows.value()));
        return records;
    });
}

AuditTable::Outcome<qint64> AuditTable::forget(StoreTime before, qint64 most)
{
    return m_connection.write([&]() -> Outcome<qint64> {
        const Outcome<QSqlQuery *> gone = m_connection.run(
            QStringLiteral("DELETE FROM auditoria WHERE id IN"
                           " (SELECT id FROM auditoria WHERE quando_ms < ? ORDER BY quando_ms LIMIT ?)"),
            {stamp(before), number(most)});
        if (!gone)
            return gone.error();
        const Finisher finisher(*gone.value());
        return static_cast<qint64>(gone.value()->numRowsAffected());
    });
}

} // namespace guarita::gateway
