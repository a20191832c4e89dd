// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/exportcontroller.h"

#include "server/web/answering.h"
#include "server/web/csv.h"
#include "server/web/itembody.h"

#include <memory>

namespace guarita::server::web {

using http::Method;
using http::ReplyHandle;
using http::Request;
using http::Response;
using storage::Failure;
using storage::ItemRepository;
using storage::Outcome;

namespace {

constexpr qint64 itemsPerPage = 1000;

Response headOf(ExportFormat format)
{
    const bool csv = format == ExportFormat::Csv;
    Response head;
    head.headers.append("Content-Type",
                        csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson");
    head.headers.append("Content-Disposition",
                        csv ? "attachment; filename=\"itens.csv\"" : "attachment; filename=\"itens.ndjson\"");
    return head;
}

QByteArray textOf(const std::vector<domain::Item> &items, ExportFormat format)
{
    if (format == ExportFormat::Csv)
        return csvRows(items);
    core::JsonWriter json;
    QByteArray text;
    for (const domain::Item &item : items) {
        json.clear();
        writeItem(json, item);
        text += json.buffer() + '\n';
    }
    return text;
}

} // namespace

std::vector<http::Route> ExportController::routes()
{
    return {{Method::Get, "/itens/exportar", handlerOf(this, &ExportController::start)}};
}

Outcome<ExportController::Page> ExportController::readPage(ItemRepository &items, const ExportQuery &query)
{
    const Outcome<domain::ItemPage> page = items.list(query.items);
    if (!page)
        return page.error();
    Page made{textOf(page.value().items, query.format), std::nullopt};
    if (query.format == ExportFormat::Csv && !query.items.cursor)
        made.text.prepend(csvHeader());
    if (page.value().more)
        made.next = domain::cursorAt(page.value().items.back(), query.items, false);
    return made;
}

/// The first page is read before anything is said: an error is still an answer of its own.
void ExportController::start(Request request, ReplyHandle reply)
{
    core::Result<ExportQuery, http::Problem> read = readExportQuery(request.query);
    if (!read)
        return refuse(request, reply, read.error());
    ExportQuery query = std::move(read).value();
    query.items.limit = itemsPerPage;
    query.items.withTotal = false;
    query.items.sweeping = true;
    if (request.method == Method::Head) {
        reply.begin(headOf(query.format)).finish();
        return;
    }
    std::optional<http::PagedAnswers::Place> place = m_answers.takePlace();
    if (!place)
        return refuse(request, reply, tooManyExports());
    m_service.run([query](ItemRepository &items, domain::Timestamp) { return readPage(items, query); },
                  [this, query, place = *place, request = std::move(request),
                   reply = std::move(reply)](Outcome<Page> first, const sql::JobTiming &timing) mutable {
                      if (first)
                          begin(std::move(query), std::move(place), std::move(reply),
                                std::move(first).value(), timing);
                      else
                          refuse(request, reply, storageProblem(first.error().failure));
                  });
}

void ExportController::begin(ExportQuery query, http::PagedAnswers::Place place, ReplyHandle reply,
                             Page first, const sql::JobTiming &timing)
{
    const bool last = !first.next;
    const auto at = std::make_shared<ExportQuery>(std::move(query));
    at->items.cursor = std::move(first.next);
    Response head = headOf(at->format);
    head.timing = timingOf(timing);
    m_answers.send(std::move(place), std::move(reply), std::move(head), {std::move(first.text), last},
                   [this, at](std::function<void(http::PagedAnswers::PageRead)> done) {
                       readNext(at, std::move(done));
                   });
}

void ExportController::readNext(const std::shared_ptr<ExportQuery> &at,
                                std::function<void(http::PagedAnswers::PageRead)> done)
{
    using http::PagedAnswers;
    m_service.run([query = *at](ItemRepository &items, domain::Timestamp) { return readPage(items, query); },
                  [at, done = std::move(done)](Outcome<Page> page) {
                      if (!page)
                          return done(storage::isPassing(page.error().failure)
                                          ? PagedAnswers::Trouble::Passing
                                          : PagedAnswers::Trouble::Lasting);
                      at->items.cursor = std::move(page.value().next);
                      done(PagedAnswers::Page{std::move(page.value().text), !at->items.cursor});
                  });
}

} // namespace guarita::server::web
