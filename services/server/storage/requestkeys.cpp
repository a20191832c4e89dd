// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/requestkeys.h"

#include "server/storage/itemrows.h"
#include "sql/sqltext.h"

#include <array>

namespace guarita::server::storage {

using core::Done;
using domain::ChangeOrder;
using domain::Item;
using sql::Finisher;
using sql::textValue;

namespace {

constexpr std::array keptRefusals = {Failure::NotFound, Failure::VersionMismatch, Failure::NotRemoved};

/// "7:3 8:1 !not_found": the item and its version, or why not. The item itself stands in the record of
/// changes.
QByteArray written(const std::vector<ChangeResult> &results)
{
    QByteArray text;
    for (const ChangeResult &result : results) {
        if (!text.isEmpty())
            text += ' ';
        if (result)
            text += QByteArray::number(result.value().id) + ':' + QByteArray::number(result.value().versao);
        else
            text += QByteArray("!") + failureName(result.error());
    }
    return text;
}

Failure refusalNamed(QByteArrayView name)
{
    for (const Failure failure : keptRefusals) {
        if (name == QByteArrayView(failureName(failure)))
            return failure;
    }
    return Failure::Internal;
}

QVariantList idOf(const ChangeOrder &order)
{
    return {textValue(order.author), QString::fromLatin1(order.key->key)};
}

/// Who holds the key's row for too long is the request that has the key.
StorageError asOfTheKey(const StorageError &error)
{
    return error.failure == Failure::Busy ? StorageError{Failure::KeyBusy, error.detail} : error;
}

} // namespace

Outcome<std::optional<ChangeReport>> RequestKeys::claim(const ChangeOrder &order)
{
    QVariantList values = idOf(order);
    values.append({QString::fromLatin1(order.key->fingerprint), stampValue(order.now)});
    Outcome<QSqlQuery *> claimed =
        m_connection.run(QStringLiteral("INSERT INTO chaves (quem, chave, impressao, criado_em_ms)"
                                        " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"),
                         values);
    if (!claimed)
        return asOfTheKey(claimed.error());
    const Finisher finisher(*claimed.value());
    if (claimed.value()->numRowsAffected() == 1)
        return std::optional<ChangeReport>();
    return answered(order);
}

Outcome<std::optional<ChangeReport>> RequestKeys::answered(const ChangeOrder &order)
{
    QByteArray kept;
    {
        Outcome<QSqlQuery *> row = m_connection.run(
            QStringLiteral("SELECT impressao, resultado FROM chaves WHERE quem = ? AND chave = ?"),
            idOf(order));
        if (!row)
            return row.error();
        const Finisher finisher(*row.value());
        if (!row.value()->next()) // forgotten just now
            return StorageError{Failure::KeyBusy, {}};
        if (row.value()->value(0).toString().toLatin1() != order.key->fingerprint)
            return StorageError{Failure::KeyReused, {}};
        kept = row.value()->value(1).toString().toLatin1();
    }
    if (const Outcome<Done> confirmed = confirm(order); !confirmed)
        return confirmed.error();
    Outcome<ChangeReport> report = read(kept);
    if (!report)
        return report.error();
    return std::optional<ChangeReport>(std::move(report).value());
}

/// A change that stands here need not stand in the synchronous standby yet: the connection that committed it
/// may have been lost while it waited for that. PostgreSQL lets only a commit that has written something
/// wait, so this one writes.
Outcome<Done> RequestKeys::confirm(const ChangeOrder &order)
{
    Outcome<QSqlQuery *> confirmed = m_connection.run(
        QStringLiteral("UPDATE chaves SET resultado = resultado WHERE quem = ? AND chave = ?"), idOf(order));
    if (!confirmed)
        return asOfTheKey(confirmed.error());
    confirmed.value()->finish();
    return Done{};
}

Outcome<ChangeReport> RequestKeys::read(const QByteArray &kept)
{
    ChangeReport report;
    report.replayed = true;
    for (const QByteArray &entry : kept.split(' ')) {
        if (entry.startsWith('!')) {
            report.results.emplace_back(refusalNamed(QByteArrayView(entry).sliced(1)));
            continue;
        }
        const qsizetype colon = entry.indexOf(':');
        Outcome<ChangeResult> item =
            itemThen(entry.left(colon).toLongLong(), entry.mid(colon + 1).toLongLong());
        if (!item)
            return item.error();
        report.results.push_back(std::move(item).value());
    }
    return report;
}

/// As it was when it had that version. An item that was deleted for good meanwhile leaves only its number.
Outcome<ChangeResult> RequestKeys::itemThen(qint64 id, qint64 version)
{
    Outcome<QSqlQuery *> row = m_connection.run(
        QStringLiteral(
            "SELECT item_id, nome, descricao, preco_centavos, versao, criado_em_ms, atualizado_em_ms"
            " FROM mudancas WHERE item_id = ? AND versao = ?"
            " UNION ALL SELECT " GUARITA_ITEM_COLUMNS " FROM itens WHERE id = ? AND versao = ?"),
        {number(id), number(version), number(id), number(version)});
    if (!row)
        return row.error();
    const Finisher finisher(*row.value());
    if (row.value()->next())
        return ChangeResult(itemAt(*row.value()));
    Item gone;
    gone.id = id;
    gone.versao = version;
    return ChangeResult(std::move(gone));
}

Outcome<Done> RequestKeys::settle(const ChangeOrder &order, const ChangeReport &report)
{
    QVariantList values{QString::fromLatin1(written(report.results))};
    values.append(idOf(order));
    Outcome<QSqlQuery *> kept = m_connection.run(
        QStringLiteral("UPDATE chaves SET resultado = ? WHERE quem = ? AND chave = ?"), values);
    if (!kept)
        return kept.error();
    kept.value()->finish();
    return Done{};
}

Outcome<qint64> RequestKeys::forget(domain::Timestamp before, qint64 most)
{
    Outcome<QSqlQuery *> query = m_connection.run(
        QStringLiteral(
            "DELETE FROM chaves WHERE (quem, chave) IN"
            " (SELECT quem, chave FROM chaves WHERE criado_em_ms < ? ORDER BY criado_em_ms LIMIT ?)"),
        {stampValue(before), number(most)});
    if (!query)
        return query.error();
    const Finisher finisher(*query.value());
    return query.value()->numRowsAffected();
}

} // namespace guarita::server::storage
