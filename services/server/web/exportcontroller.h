// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"
#include "http/responsestream.h"
#include "server/storage/itemservice.h"
#include "server/web/listquery.h"

#include <QtCore/QObject>

#include <unordered_map>
#include <vector>

namespace guarita::server::web {

/// Sends all items that a query is about, as CSV or as lines of JSON.
///
/// They are read page by page, each behind the last item of the one before, so that neither a database
/// connection nor a transaction waits for a slow client, no more than a page is held in memory, and a
/// database that is away for a moment is waited for. So an export is not of one moment: in the order of ids
/// each item is in it once, as it was when its page was read; in another order one whose place changes
/// meanwhile may be missed or come twice. Must outlive the app that serves its routes.
class ExportController
{
public:
    /// At most `most` at once.
    ExportController(storage::ItemService &service, int most)
        : m_service(service)
        , m_most(most)
    {
    }

    std::vector<http::Route> routes();

private:
    /// One page on its way to a client, made on a database worker.
    struct Page
    {
        QByteArray text;
        std::optional<domain::PageCursor> next; // none behind the last one
    };

    struct Export
    {
        ExportQuery query;
        http::ResponseStream stream;
        int failures = 0; // in a row
    };

    static storage::Outcome<Page> readPage(storage::ItemRepository &items, const ExportQuery &query);

    void start(http::Request request, http::ReplyHandle reply);
    void begin(ExportQuery query, http::ReplyHandle reply, Page first);
    void readOn(quint64 id);
    void write(quint64 id, Page page);
    void failed(quint64 id, storage::Failure failure);

    storage::ItemService &m_service;
    const int m_most;
    QObject m_context; // of what is tried again later
    std::unordered_map<quint64, Export> m_exports;
    quint64 m_lastId = 0;
};

} // namespace guarita::server::web
