// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/changereader.h"

#include "server/storage/itemrows.h"

#include <limits>

namespace guarita::server::storage {

using domain::ItemEvent;
using domain::RecordedChange;
using sql::Finisher;

namespace {

/// As the triggers write it.
ItemEvent eventOf(const QString &text)
{
    if (text == QStringLiteral("criado"))
        return ItemEvent::Created;
    if (text == QStringLiteral("removido"))
        return ItemEvent::Removed;
    return text == QStringLiteral("restaurado") ? ItemEvent::Restored : ItemEvent::Updated;
}

#define GUARITA_CHANGE_COLUMNS                                                                               \
    "item_id, nome, descricao, preco_centavos, versao, criado_em_ms, atualizado_em_ms, operacao, quem,"      \
    " quando_ms"

RecordedChange changeAt(const QSqlQuery &query, int first)
{
    RecordedChange change;
    change.item = itemAt(query, first);
    change.event = eventOf(query.value(first + itemColumns).toString());
    if (!query.isNull(first + itemColumns + 1))
        change.author = query.value(first + itemColumns + 1).toString();
    change.when = stampAt(query, first + itemColumns + 2);
    return change;
}

ChangeMark markAt(const QSqlQuery &query, int first, QByteArray era)
{
    return {std::move(era), query.value(first).toString().toULongLong(), query.value(first + 1).toLongLong()};
}

} // namespace

Outcome<std::vector<RecordedChange>> ChangeReader::history(qint64 id, std::optional<qint64> before,
                                                           qint64 most)
{
    Outcome<QSqlQuery *> query = m_connection.run(
        QStringLiteral("SELECT " GUARITA_CHANGE_COLUMNS
                       " FROM mudancas WHERE item_id = ? AND versao < ? ORDER BY versao DESC LIMIT ?"),
        {number(id), number(before.value_or(std::numeric_limits<qint64>::max())), number(most)});
    if (!query)
        return query.error();
    const Finisher finisher(*query.value());
    std::vector<RecordedChange> changes;
    while (query.value()->next())
        changes.push_back(changeAt(*query.value(), 0));
    if (const QSqlError error = query.value()->lastError(); error.isValid())
        return m_connection.failure(error);
    return changes;
}

Outcome<ChangeMark> ChangeReader::latest()
{
    Outcome<QSqlQuery *> query = m_connection.run(QLatin1String(m_sql.latest));
    if (!query)
        return query.error();
    const Finisher finisher(*query.value());
    if (!query.value()->next())
        return m_connection.failure(query.value()->lastError());
    return markAt(*query.value(), 1, query.value()->value(0).toString().toLatin1());
}

Outcome<core::Done> ChangeReader::adopt()
{
    Outcome<QSqlQuery *> query = m_connection.run(QLatin1String(m_sql.adopt));
    if (!query)
        return query.error();
    query.value()->finish();
    return core::Done{};
}

Outcome<ChangesRead> ChangeReader::since(const ChangeMark &mark, qint64 most)
{
    ChangesRead read;
    {
        Outcome<QSqlQuery *> state = m_connection.run(QLatin1String(m_sql.state));
        if (!state)
            return state.error();
        const Finisher finisher(*state.value());
        if (!state.value()->next())
            return m_connection.failure(state.value()->lastError());
        const ChangeMark end = markAt(*state.value(), 1, state.value()->value(0).toString().toLatin1());
        read.unsettled = state.value()->value(3).toBool();
        read.unknownMark = mark.era != end.era || mark > end;
    }
    if (read.unknownMark)
        return read;
    Outcome<QSqlQuery *> query = m_connection.run(
        QStringLiteral("SELECT CAST(transacao AS text), id, " GUARITA_CHANGE_COLUMNS
                       " FROM mudancas WHERE (transacao, id) > %1 AND %2 ORDER BY transacao, id LIMIT ?")
            .arg(QLatin1String(m_sql.position), QLatin1String(m_sql.settled)),
        {QString::number(mark.transaction), number(mark.number), number(most)});
    if (!query)
        return query.error();
    const Finisher finisher(*query.value());
    while (query.value()->next())
        read.changes.push_back({markAt(*query.value(), 0, mark.era), changeAt(*query.value(), 2)});
    if (const QSqlError error = query.value()->lastError(); error.isValid())
        return m_connection.failure(error);
    return read;
}

} // namespace guarita::server::storage
