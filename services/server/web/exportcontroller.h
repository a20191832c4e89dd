// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"
#include "http/pagedanswers.h"
#include "server/storage/itemservice.h"
#include "server/web/listquery.h"

#include <functional>
#include <memory>
#include <vector>

namespace guarita::server::web {

/// Sends all items that a query is about, as CSV or as lines of JSON.
///
/// They are read page by page, each behind the last item of the one before (http::PagedAnswers), so that
/// neither a database connection nor a transaction waits for a slow client. So an export is not of one
/// moment: in the order of ids each item is in it once, as it was when its page was read; in another order
/// one whose place changes meanwhile may be missed or come twice. Must outlive the app that serves its
/// routes.
class ExportController
{
public:
    /// At most `most` at once.
    ExportController(storage::ItemService &service, int most)
        : m_service(service)
        , m_answers(most)
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

    static storage::Outcome<Page> readPage(storage::ItemRepository &items, const ExportQuery &query);

    void start(http::Request request, http::ReplyHandle reply);
    void begin(ExportQuery query, http::PagedAnswers::Place place, http::ReplyHandle reply, Page first,
               const sql::JobTiming &timing);
    void readNext(const std::shared_ptr<ExportQuery> &at,
                  std::function<void(http::PagedAnswers::PageRead)> done);

    storage::ItemService &m_service;
    http::PagedAnswers m_answers;
};

} // namespace guarita::server::web
