// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/item.h"

#include <QtCore/QString>

#include <optional>
#include <variant>
#include <vector>

namespace guarita::server::domain {

constexpr qint64 mostItemsPerPage = 1000;
constexpr qint64 usualItemsPerPage = 100;
constexpr std::size_t mostSortFields = 3;
constexpr qsizetype maxSearch = 100; // Unicode code points

enum class ItemField { Id, Nome, Preco, CriadoEm, AtualizadoEm };

struct SortField
{
    ItemField field = ItemField::Id;
    bool descending = false;

    friend bool operator==(const SortField &, const SortField &) = default;
};

/// A place between two items in some order: just behind one, or just before it. Reading on from a place costs
/// the same wherever it is, and an item that comes or goes elsewhere shifts nothing.
struct PageCursor
{
    using Key = std::variant<qint64, QString>;

    std::vector<Key> keys; // of that item, one per field of the total order
    bool backward = false; // before it, read towards the beginning

    friend bool operator==(const PageCursor &, const PageCursor &) = default;
};

/// Which items, in which order, and how many of them.
struct ItemQuery
{
    qint64 limit = usualItemsPerPage;
    /// Where the page begins: behind so many items, or at a cursor, or else at the first.
    std::optional<qint64> offset;
    std::optional<PageCursor> cursor;
    /// The most important field first, each at most once; none: by id. Ties are broken by id, in the
    /// direction of the last field, so that an order and its reverse mirror each other.
    std::vector<SortField> order;
    /// What the name or the description must contain, compared by searchKey(); empty: anything.
    QString search;
    // In cents, both included.
    std::optional<qint64> lowestPrice;
    std::optional<qint64> highestPrice;
    bool withTotal = true;
    bool sweeping = false; // page after page, to the end: each had better not look for all matches again

    friend bool operator==(const ItemQuery &, const ItemQuery &) = default;
};

/// The wanted order, made total by the id. What comes after the id decides nothing.
std::vector<SortField> totalOrder(const ItemQuery &query);

/// The place at an item in the order of a query.
PageCursor cursorAt(const Item &item, const ItemQuery &query, bool backward);

/// Whether a field's keys are texts.
bool hasTextKeys(ItemField field);

} // namespace guarita::server::domain
