// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/exportcontroller.h"

#include "server/web/answering.h"
#include "server/web/csv.h"
#include "server/web/itembody.h"

#include <QtCore/QTimer>

#include <chrono>

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
constexpr std::chrono::milliseconds retryPause{500};
constexpr int mostFailures = 40; // in a row: 20 s

/// What may be over in a moment.
bool isPassing(Failure failure)
{
    return failure == Failure::Unavailable || failure == Failure::Overloaded || failure == Failure::Busy ||
           failure == Failure::Conflict || failure == Failure::TimedOut;
}

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
    m_service.run(
        [query](ItemRepository &items, domain::Timestamp) { return readPage(items, query); },
        [this, query, request = std::move(request), reply = std::move(reply)](Outcome<Page> first) mutable {
            if (first)
                begin(std::move(query), std::move(reply), std::move(first).value());
            else
                refuse(request, reply, storageProblem(first.error().failure));
        });
}

void ExportController::begin(ExportQuery query, ReplyHandle reply, Page first)
{
    const quint64 id = ++m_lastId;
    http::ResponseStream stream = reply.begin(headOf(query.format));
    if (!stream.wantsContent())
        return; // the client has left meanwhile
    stream.onRoom([this, id] { readOn(id); });
    stream.onClientLeft([this, id] { m_exports.erase(id); });
    m_exports.emplace(id, Export{std::move(query), std::move(stream)});
    write(id, std::move(first));
}

void ExportController::readOn(quint64 id)
{
    const auto found = m_exports.find(id);
    if (found == m_exports.end())
        return;
    m_service.run([query = found->second.query](ItemRepository &items,
                                                domain::Timestamp) { return readPage(items, query); },
                  [this, id](Outcome<Page> page) {
                      if (page)
                          write(id, std::move(page).value());
                      else
                          failed(id, page.error().failure);
                  });
}

/// The place is known, so that what is passing costs a pause only. Anything else breaks the connection: half
/// a file must not look whole.
void ExportController::failed(quint64 id, Failure failure)
{
    const auto found = m_exports.find(id);
    if (found == m_exports.end())
        return;
    if (isPassing(failure) && ++found->second.failures <= mostFailures)
        QTimer::singleShot(retryPause, &m_context, [this, id] { readOn(id); });
    else
        m_exports.erase(found);
}

void ExportController::write(quint64 id, Page page)
{
    const auto found = m_exports.find(id);
    if (found == m_exports.end())
        return;
    Export &running = found->second;
    running.failures = 0;
    const bool room = running.stream.write(std::move(page.text));
    if (!page.next) {
        running.stream.finish();
        m_exports.erase(found);
        return;
    }
    running.query.items.cursor = std::move(page.next);
    if (room)
        readOn(id);
}

} // namespace guarita::server::web
