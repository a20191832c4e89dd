// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/batch.h"
#include "console/api/keyedcall.h"
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

/// The service's HTTP contract as typed calls. Besides its session it keeps what it learns of the service: an
/// older one takes no batches and keeps no keys.
class Api final
{
public:
    explicit Api(Session &session, RepeatPace pace = {})
        : m_session(session)
        , m_pace(pace)
    {
    }

    Session &session() { return m_session; }
    bool takesBatches() const { return !m_noBatches; } // as long as it did not say otherwise
    bool keepsKeys() const { return m_keepsKeys; }     // known for sure
    qint64 now() const;                                // milliseconds since 1970, by the session's clock
    void forgetService();                              // it may be another one now

    Call listItems(const ItemQuery &query, qint64 offset, qint64 limit, bool withTotal,
                   OnReply<ItemPage> done);
    Call findItem(qint64 id, OnReply<Item> done);
    Call createItem(const ItemFields &fields, const WriteKey &key, OnReply<Item> done);
    /// `body` as BatchBody makes it, of so many operations, each for itself.
    Call sendBatch(const QByteArray &body, std::size_t operations, const WriteKey &key,
                   OnReply<std::vector<BatchResult>> done);
    /// GET /itens/eventos: text/event-stream, from after `lastEventId` unless that is empty. `done` when it
    /// ends.
    Call listen(const QByteArray &lastEventId, StreamSink sink, OnReply<core::Done> done);
    /// If-Match on `versao`.
    Call updateItem(qint64 id, const ItemFields &fields, qint64 versao, OnReply<Item> done);
    Call removeItem(qint64 id, qint64 versao, OnReply<core::Done> done);
    Call restoreItem(qint64 id, OnReply<Item> done);

private:
    Session &m_session;
    RepeatPace m_pace;
    bool m_noBatches = false;
    bool m_keepsKeys = false;
};

} // namespace guarita::console
