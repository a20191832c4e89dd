// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

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

/// Which items, in which order, and how many of them.
struct ItemQuery
{
    qint64 limit = usualItemsPerPage;
    qint64 offset = 0;
    /// The most important field first, each at most once; none: by id. Ties are broken by id, in the
    /// direction of the last field, so that an order and its reverse mirror each other.
    std::vector<SortField> order;
    /// What the name or the description must contain, compared by searchKey(); empty: anything.
    QString search;
    bool withTotal = true;

    friend bool operator==(const ItemQuery &, const ItemQuery &) = default;
};

} // namespace guarita::server::domain
