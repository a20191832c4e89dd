// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/backend.h"
#include "console/api/session.h"

#include <QtCore/QString>

namespace guarita::console {

enum class SortBy { Id, Nome, Preco, AtualizadoEm };

/// What a list of items is of, and in which order.
struct ItemQuery
{
    QString search; // `q`; empty: all
    SortBy sortBy = SortBy::Id;
    bool descending = false;

    friend bool operator==(const ItemQuery &, const ItemQuery &) = default;
};

struct ItemPage
{
    std::vector<Item> items;
    qint64 total = -1; // of the whole list; -1 if it was not asked for
    std::chrono::milliseconds took{};
};

/// The service's HTTP contract as typed calls. Stateless besides its session.
class Api final
{
public:
    explicit Api(Session &session)
        : m_session(session)
    {
    }

    Call listItems(const ItemQuery &query, qint64 offset, qint64 limit, bool withTotal,
                   OnReply<ItemPage> done);
    Call findItem(qint64 id, OnReply<Item> done);
    Call createItem(const ItemFields &fields, OnReply<Item> done);
    /// If-Match on `versao`.
    Call updateItem(qint64 id, const ItemFields &fields, qint64 versao, OnReply<Item> done);
    Call removeItem(qint64 id, qint64 versao, OnReply<core::Done> done);
    Call restoreItem(qint64 id, OnReply<Item> done);
    Call backends(OnReply<std::vector<Backend>> done);

private:
    Session &m_session;
};

} // namespace guarita::console
