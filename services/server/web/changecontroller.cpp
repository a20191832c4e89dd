// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/changecontroller.h"

#include "http/jsonbody.h"
#include "server/web/answering.h"
#include "server/web/batch.h"
#include "server/web/itembody.h"
#include "server/web/requestkey.h"

namespace guarita::server::web {

using core::Result;
using domain::Item;
using domain::Precondition;
using http::Method;
using http::Problem;
using http::ReplyHandle;
using http::Request;
using http::Response;
using storage::ChangeReport;
using storage::ItemRepository;
using storage::Outcome;

namespace {

Response changedResponse(const Item &item, int status)
{
    if (status == 204) {
        Response response;
        response.status = status;
        return response;
    }
    Response response = itemResponse(item, status);
    if (status == 201)
        response.headers.append("Location", "/itens/" + QByteArray::number(item.id));
    return response;
}

void markReplay(Response &response, const ChangeReport &report)
{
    if (report.replayed)
        response.headers.append("Idempotent-Replayed", "true");
}

} // namespace

std::vector<http::Route> ChangeController::routes()
{
    return {
        {Method::Post, "/itens", handlerOf(this, &ChangeController::create)},
        {Method::Post, "/itens/lote", handlerOf(this, &ChangeController::batch)},
        {Method::Put, "/itens/{id}", handlerOf(this, &ChangeController::replace)},
        {Method::Patch, "/itens/{id}", handlerOf(this, &ChangeController::patch)},
        {Method::Delete, "/itens/{id}", handlerOf(this, &ChangeController::remove)},
        {Method::Post, "/itens/{id}/restaurar", handlerOf(this, &ChangeController::restore)},
    };
}

void ChangeController::change(Request request, ReplyHandle reply, domain::ItemChange change, int status)
{
    const Result<std::optional<QByteArray>, Problem> key = readRequestKey(request);
    if (!key)
        return refuse(request, reply, key.error());
    domain::ChangeOrder order;
    order.changes.push_back(std::move(change));
    order.author = QString::fromUtf8(request.subject);
    order.key = boundKey(key.value(), request);
    m_service.change(std::move(order),
                     replier(std::move(request), std::move(reply),
                             [status](const Request &asked, const ChangeReport &report) {
                                 const storage::ChangeResult &result = report.results.front();
                                 if (!result)
                                     return http::problemResponse(asked, storageProblem(result.error()));
                                 Response response = changedResponse(result.value(), status);
                                 markReplay(response, report);
                                 return response;
                             }));
}

void ChangeController::create(Request request, ReplyHandle reply)
{
    Result<domain::ItemDraft, Problem> draft = readDraft(request);
    if (!draft)
        return refuse(request, reply, draft.error());
    change(std::move(request), std::move(reply), domain::CreateItem{std::move(draft).value()}, 201);
}

void ChangeController::replace(Request request, ReplyHandle reply)
{
    const std::optional<qint64> id = idOf(request);
    if (!id)
        return refuse(request, reply, http::notFound());
    Result<Precondition, Problem> condition = readPrecondition(request);
    if (!condition)
        return refuse(request, reply, condition.error());
    Result<domain::ItemDraft, Problem> draft = readDraft(request);
    if (!draft)
        return refuse(request, reply, draft.error());
    change(std::move(request), std::move(reply),
           domain::ReplaceItem{*id, std::move(draft).value(), std::move(condition).value()}, 200);
}

void ChangeController::patch(Request request, ReplyHandle reply)
{
    const std::optional<qint64> id = idOf(request);
    if (!id)
        return refuse(request, reply, http::notFound());
    Result<Precondition, Problem> condition = readPrecondition(request);
    if (!condition)
        return refuse(request, reply, condition.error());
    Result<domain::ItemPatch, Problem> patch = readPatch(request);
    if (!patch)
        return refuse(request, reply, patch.error());
    change(std::move(request), std::move(reply),
           domain::PatchItem{*id, std::move(patch).value(), std::move(condition).value()}, 200);
}

void ChangeController::remove(Request request, ReplyHandle reply)
{
    const std::optional<qint64> id = idOf(request);
    if (!id)
        return refuse(request, reply, http::notFound());
    Result<Precondition, Problem> condition = readPrecondition(request);
    if (!condition)
        return refuse(request, reply, condition.error());
    change(std::move(request), std::move(reply), domain::RemoveItem{*id, std::move(condition).value()}, 204);
}

void ChangeController::restore(Request request, ReplyHandle reply)
{
    const std::optional<qint64> id = idOf(request);
    if (!id)
        return refuse(request, reply, http::notFound());
    change(std::move(request), std::move(reply), domain::RestoreItem{*id}, 200);
}

/// Reading thousands of operations, and writing what became of them, takes too long for the event loop.
void ChangeController::batch(Request request, ReplyHandle reply)
{
    const Result<std::optional<QByteArray>, Problem> key = readRequestKey(request);
    if (!key)
        return refuse(request, reply, key.error());
    if (const std::optional<Problem> wrong = http::notJson(request))
        return refuse(request, reply, *wrong);
    if (m_batches >= m_mostBatches)
        return refuse(request, reply, storageProblem(storage::Failure::Overloaded));
    ++m_batches;
    Request asked = request;
    asked.body.clear();
    m_service.run(
        [request = std::move(request), key = key.value()](ItemRepository &items,
                                                          domain::Timestamp now) -> Outcome<Response> {
            Result<Batch, Problem> batch = readBatch(request.body);
            if (!batch)
                return http::problemResponse(request, batch.error());
            if (batch.value().hopeless())
                return batchResponse(request, batch.value(), {});
            domain::ChangeOrder order;
            order.changes = std::move(batch.value().changes);
            order.atomic = batch.value().atomic;
            order.author = QString::fromUtf8(request.subject);
            order.now = now;
            order.key = boundKey(key, request);
            const Outcome<ChangeReport> report = items.change(order);
            if (!report)
                return report.error();
            Response response = batchResponse(request, batch.value(), report.value());
            markReplay(response, report.value());
            return response;
        },
        [this, answer = replier(std::move(asked), std::move(reply), [](const Request &, Response &response) {
                   return std::move(response);
               })](Outcome<Response> outcome, const sql::JobTiming &timing) mutable {
            --m_batches;
            if (outcome && outcome.value().status == 200)
                m_service.changed();
            answer(std::move(outcome), timing);
        });
}

} // namespace guarita::server::web
