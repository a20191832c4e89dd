// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/changewriter.h"

#include "server/storage/itemrows.h"
#include "server/storage/searchkeyvalue.h"

#include <algorithm>
#include <map>

namespace guarita::server::storage {

using core::Done;
using domain::ChangeOrder;
using domain::CreateItem;
using domain::Item;
using domain::ItemChange;
using domain::ItemDraft;
using domain::PatchItem;
using domain::Precondition;
using domain::RemoveItem;
using domain::ReplaceItem;
using domain::RestoreItem;
using sql::Finisher;
using sql::textValue;

namespace {

/// New items that go into one statement. More would save no time, and a statement has its most parameters.
constexpr std::size_t rowsPerInsert = 250;

const QString returning = QStringLiteral(" RETURNING " GUARITA_ITEM_COLUMNS);
const QString withThisId = QStringLiteral(" WHERE id = ? AND excluido_em_ms IS NULL");

QVariant authorValue(const ChangeOrder &order)
{
    return order.author.isEmpty() ? textValue(std::optional<QString>()) : textValue(order.author);
}

/// SET terms and their values.
class Assignments
{
public:
    explicit Assignments(const ChangeOrder &order)
    {
        add("versao = versao + 1", {});
        add("alterado_por = ?", {authorValue(order)});
    }

    void add(const char *terms, const QVariantList &values)
    {
        m_sql += (m_sql.isEmpty() ? QString() : QStringLiteral(", ")) + QLatin1String(terms);
        m_values.append(values);
    }
    void setNome(const QString &nome) { add("nome = ?, nome_chave = ?", {textValue(nome), keyValue(nome)}); }
    void setDescricao(const std::optional<QString> &descricao)
    {
        add("descricao = ?, descricao_chave = ?", {textValue(descricao), keyValue(descricao)});
    }
    void setPreco(qint64 cents) { add("preco_centavos = ?", {number(cents)}); }
    void setUpdated(const ChangeOrder &order) { add("atualizado_em_ms = ?", {stampValue(order.now)}); }

    QString statement(const QString &where) const
    {
        return QStringLiteral("UPDATE itens SET ") + m_sql + where + returning;
    }
    const QVariantList &values() const { return m_values; }

private:
    QString m_sql;
    QVariantList m_values;
};

QString insertSql(std::size_t rows)
{
    const QStringList tuples(static_cast<qsizetype>(rows), QStringLiteral("(?, ?, ?, ?, ?, ?, 1, ?, ?)"));
    return QStringLiteral("INSERT INTO itens (nome, descricao, preco_centavos, nome_chave, descricao_chave,"
                          " alterado_por, versao, criado_em_ms, atualizado_em_ms) VALUES ") +
           tuples.join(QStringLiteral(", ")) + returning;
}

void appendRow(QVariantList &values, const ItemDraft &draft, const ChangeOrder &order)
{
    values.append({textValue(draft.nome), textValue(draft.descricao), number(draft.precoCentavos),
                   keyValue(draft.nome), keyValue(draft.descricao), authorValue(order), stampValue(order.now),
                   stampValue(order.now)});
}

} // namespace

Outcome<ChangeResult> ChangeWriter::find(qint64 id)
{
    Outcome<QSqlQuery *> query = m_connection.run(
        QStringLiteral("SELECT " GUARITA_ITEM_COLUMNS " FROM itens") + withThisId, {number(id)});
    if (!query)
        return query.error();
    const Finisher finisher(*query.value());
    if (query.value()->next())
        return ChangeResult(itemAt(*query.value()));
    return ChangeResult(Failure::NotFound);
}

Outcome<ChangeResult> ChangeWriter::whyNoRow(qint64 id, Failure otherwise)
{
    const Outcome<ChangeResult> found = find(id);
    if (!found)
        return found.error();
    return ChangeResult(found.value() ? otherwise : Failure::NotFound);
}

/// The one row of a statement. If there is none: `otherwise` if the item is there, else NotFound.
Outcome<ChangeResult> ChangeWriter::oneRow(const QString &sql, const QVariantList &values, qint64 id,
                                           Failure otherwise)
{
    Outcome<QSqlQuery *> query = m_connection.run(sql, values);
    if (!query)
        return query.error();
    {
        const Finisher finisher(*query.value());
        if (query.value()->next())
            return ChangeResult(itemAt(*query.value()));
    }
    return whyNoRow(id, otherwise);
}

struct ChangeWriter::Maker
{
    ChangeWriter &writer;
    const ChangeOrder &order;

    Outcome<ChangeResult> operator()(const CreateItem &change)
    {
        QVariantList values;
        appendRow(values, change.draft, order);
        return writer.oneRow(insertSql(1), values, 0, Failure::Internal);
    }

    Outcome<ChangeResult> operator()(const ReplaceItem &change)
    {
        Assignments set(order);
        set.setNome(change.draft.nome);
        set.setDescricao(change.draft.descricao);
        set.setPreco(change.draft.precoCentavos);
        set.setUpdated(order);
        return apply(change.id, set, change.condition);
    }

    Outcome<ChangeResult> operator()(const PatchItem &change)
    {
        if (change.patch.isEmpty())
            return unchanged(change.id, change.condition);
        Assignments set(order);
        if (change.patch.nome)
            set.setNome(*change.patch.nome);
        if (change.patch.descricao)
            set.setDescricao(*change.patch.descricao);
        if (change.patch.precoCentavos)
            set.setPreco(*change.patch.precoCentavos);
        set.setUpdated(order);
        return apply(change.id, set, change.condition);
    }

    // The version of its own lets an entity-tag from before the removal match nothing after a restoration.
    Outcome<ChangeResult> operator()(const RemoveItem &change)
    {
        Assignments set(order);
        set.add("excluido_em_ms = ?", {stampValue(order.now)});
        return apply(change.id, set, change.condition);
    }

    Outcome<ChangeResult> operator()(const RestoreItem &change)
    {
        Assignments set(order);
        set.add("excluido_em_ms = NULL", {});
        set.setUpdated(order);
        QVariantList values = set.values();
        values.append(number(change.id));
        return writer.oneRow(set.statement(QStringLiteral(" WHERE id = ? AND excluido_em_ms IS NOT NULL")),
                             values, change.id, Failure::NotRemoved);
    }

    Outcome<ChangeResult> unchanged(qint64 id, const Precondition &condition)
    {
        Outcome<ChangeResult> found = writer.find(id);
        if (found && found.value() && !condition.allows(found.value().value().versao))
            return ChangeResult(Failure::VersionMismatch);
        return found;
    }

    /// With several acceptable versions (or none) the row is looked at first; a change in between is then
    /// noticed, since the one that was seen is what the statement asks for.
    Outcome<ChangeResult> apply(qint64 id, const Assignments &set, const Precondition &condition)
    {
        std::optional<qint64> expected;
        if (condition.conditional && condition.versions.size() == 1) {
            expected = condition.versions.front();
        } else if (condition.conditional) {
            Outcome<ChangeResult> found = unchanged(id, condition);
            if (!found || !found.value())
                return found;
            expected = found.value().value().versao;
        }
        QVariantList values = set.values();
        values.append(number(id));
        if (expected)
            values.append(number(*expected));
        const QString where = expected ? withThisId + QStringLiteral(" AND versao = ?") : withThisId;
        return writer.oneRow(set.statement(where), values, id, Failure::VersionMismatch);
    }
};

/// `count` new items, which stand one after another in the order, by one statement.
Outcome<Done> ChangeWriter::create(const ChangeOrder &order, std::size_t first, std::size_t count,
                                   std::vector<ChangeResult> &results)
{
    QVariantList values;
    for (std::size_t i = first; i < first + count; ++i)
        appendRow(values, std::get<CreateItem>(order.changes[i]).draft, order);
    const QString sql = insertSql(count);
    // Ids grow in the order of the rows, which is not promised for what is returned.
    std::map<qint64, Item> items;
    const auto take = [&items](QSqlQuery &query) {
        while (query.next()) {
            Item item = itemAt(query);
            items.emplace(item.id, std::move(item));
        }
    };
    if (count == rowsPerInsert) {
        Outcome<QSqlQuery *> query = m_connection.run(sql, values);
        if (!query)
            return query.error();
        const Finisher finisher(*query.value());
        take(*query.value());
    } else {
        Outcome<QSqlQuery> query = m_connection.runOnce(sql, values);
        if (!query)
            return query.error();
        take(query.value());
    }
    if (items.size() != count)
        return StorageError{Failure::Internal, QStringLiteral("a row is missing")};
    for (auto &[id, item] : items)
        results.emplace_back(std::move(item));
    return Done{};
}

Outcome<std::vector<ChangeResult>> ChangeWriter::make(const ChangeOrder &order)
{
    const auto isCreation = [](const ItemChange &change) {
        return std::holds_alternative<CreateItem>(change);
    };
    std::vector<ChangeResult> results;
    results.reserve(order.changes.size());
    Maker maker{*this, order};
    while (results.size() < order.changes.size()) {
        const auto begin = order.changes.begin() + static_cast<std::ptrdiff_t>(results.size());
        const auto end = std::find_if_not(begin, order.changes.end(), isCreation);
        const std::size_t together = std::min(static_cast<std::size_t>(end - begin), rowsPerInsert);
        if (together > 1) {
            const Outcome<Done> created = create(order, results.size(), together, results);
            if (!created)
                return created.error();
            continue;
        }
        Outcome<ChangeResult> result = std::visit(maker, *begin);
        if (!result)
            return result.error();
        results.push_back(std::move(result).value());
    }
    return results;
}

} // namespace guarita::server::storage
