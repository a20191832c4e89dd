// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/itemcontroller.h"

#include "server/web/decimaltext.h"
#include "server/web/entitytags.h"
#include "server/web/itembody.h"
#include "server/web/itemproblems.h"
#include "server/web/listquery.h"
#include "server/web/pagelinks.h"

#include <algorithm>

namespace guarita::server::web {

using core::Done;
using core::Result;
using domain::Item;
using domain::ItemPage;
using domain::ItemQuery;
using http::Method;
using http::Problem;
using http::ReplyHandle;
using http::Request;
using http::Response;
using storage::Outcome;
using storage::Precondition;

namespace {

void refuse(const Request &request, ReplyHandle &reply, const Problem &problem)
{
    reply.send(http::problemResponse(request, problem));
}

Response itemResponse(const Item &item, int status)
{
    Response response = http::jsonResponse(itemJson(item), status);
    response.headers.append("ETag", tagOf(item.versao));
    return response;
}

/// What to do with an Outcome once it comes: `answer` makes the response of its value.
template <typename Answer>
auto replier(Request request, ReplyHandle reply, Answer answer)
{
    request.body.clear(); // may be large, and nobody needs it any more
    return [request = std::move(request), reply = std::move(reply),
            answer = std::move(answer)](auto outcome) mutable {
        if (outcome)
            reply.send(answer(outcome.value()));
        else
            refuse(request, reply, storageProblem(outcome.error().failure));
    };
}

std::optional<qint64> idOf(const Request &request)
{
    const auto found = request.params.find("id");
    return found == request.params.end() ? std::nullopt : positiveNumber(found->second);
}

/// If-Match compares strongly, so that a weak tag matches nothing (RFC 9110, 13.1.1). "*" is met by any item;
/// one that does not exist is a 404 rather than a 412, as 13.2.1 has it.
Result<Precondition, Problem> readIfMatch(const Request &request)
{
    const ReadTags read = readEntityTags(request.headers, "if-match");
    if (read.state == TagsState::Malformed)
        return badPrecondition();
    Precondition condition;
    condition.conditional = read.state == TagsState::Good && !read.value.any;
    for (const EntityTags::Tag &tag : read.value.tags) {
        const std::optional<qint64> version = versionOf(tag);
        if (version && !tag.weak)
            condition.versions.push_back(*version);
    }
    return condition;
}

/// If-None-Match compares weakly (RFC 9110, 13.1.2).
bool alreadyKnown(const EntityTags &known, qint64 version)
{
    return known.any ||
           std::any_of(known.tags.begin(), known.tags.end(),
                       [version](const EntityTags::Tag &tag) { return versionOf(tag) == version; });
}

} // namespace

std::vector<http::Route> ItemController::routes()
{
    const auto to = [this](void (ItemController::*action)(Request, ReplyHandle)) {
        return [this, action](Request request, ReplyHandle reply) {
            (this->*action)(std::move(request), std::move(reply));
        };
    };
    return {
        {Method::Post, "/itens", to(&ItemController::create)},
        {Method::Get, "/itens", to(&ItemController::list)},
        {Method::Get, "/itens/{id}", to(&ItemController::find)},
        {Method::Put, "/itens/{id}", to(&ItemController::update)},
        {Method::Delete, "/itens/{id}", to(&ItemController::remove)},
        {Method::Post, "/itens/{id}/restaurar", to(&ItemController::restore)},
    };
}

void ItemController::create(Request request, ReplyHandle reply)
{
    Result<domain::ItemDraft, Problem> draft = readDraft(request);
    if (!draft)
        return refuse(request, reply, draft.error());
    m_service.create(std::move(draft).value(),
                     replier(std::move(request), std::move(reply), [](const Item &item) {
                         Response response = itemResponse(item, 201);
                         response.headers.append("Location", "/itens/" + QByteArray::number(item.id));
                         return response;
                     }));
}

void ItemController::list(Request request, ReplyHandle reply)
{
    const Result<ItemQuery, Problem> query = readListQuery(request.query);
    if (!query)
        return refuse(request, reply, query.error());
    m_service.list(
        query.value(),
        replier(std::move(request), std::move(reply), [query = query.value()](const ItemPage &page) {
            Response response = http::jsonResponse(itemsJson(page.items));
            if (page.total)
                response.headers.append("X-Total-Count", QByteArray::number(*page.total));
            response.headers.append("Link", pageLinks(query, page));
            return response;
        }));
}

void ItemController::find(Request request, ReplyHandle reply)
{
    const std::optional<qint64> id = idOf(request);
    if (!id)
        return refuse(request, reply, http::notFound());
    ReadTags known = readEntityTags(request.headers, "if-none-match");
    if (known.state == TagsState::Malformed)
        return refuse(request, reply, badPrecondition());
    m_service.find(*id, replier(std::move(request), std::move(reply),
                                [known = std::move(known.value)](const Item &item) {
                                    if (!alreadyKnown(known, item.versao))
                                        return itemResponse(item, 200);
                                    Response response;
                                    response.status = 304;
                                    response.headers.append("ETag", tagOf(item.versao));
                                    return response;
                                }));
}

void ItemController::update(Request request, ReplyHandle reply)
{
    const std::optional<qint64> id = idOf(request);
    if (!id)
        return refuse(request, reply, http::notFound());
    Result<Precondition, Problem> condition = readIfMatch(request);
    if (!condition)
        return refuse(request, reply, condition.error());
    Result<domain::ItemDraft, Problem> draft = readDraft(request);
    if (!draft)
        return refuse(request, reply, draft.error());
    m_service.update(*id, std::move(draft).value(), std::move(condition).value(),
                     replier(std::move(request), std::move(reply),
                             [](const Item &item) { return itemResponse(item, 200); }));
}

void ItemController::remove(Request request, ReplyHandle reply)
{
    const std::optional<qint64> id = idOf(request);
    if (!id)
        return refuse(request, reply, http::notFound());
    Result<Precondition, Problem> condition = readIfMatch(request);
    if (!condition)
        return refuse(request, reply, condition.error());
    m_service.remove(*id, std::move(condition).value(),
                     replier(std::move(request), std::move(reply), [](const Done &) {
                         Response response;
                         response.status = 204;
                         return response;
                     }));
}

void ItemController::restore(Request request, ReplyHandle reply)
{
    const std::optional<qint64> id = idOf(request);
    if (!id)
        return refuse(request, reply, http::notFound());
    m_service.restore(*id, replier(std::move(request), std::move(reply),
                                   [](const Item &item) { return itemResponse(item, 200); }));
}

} // namespace guarita::server::web
