// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/itemcontroller.h"

#include "http/entitytags.h"
#include "server/web/answering.h"
#include "server/web/changesbody.h"
#include "server/web/itembody.h"
#include "server/web/listquery.h"
#include "server/web/pagelinks.h"

#include <algorithm>

namespace guarita::server::web {

using core::Result;
using domain::Item;
using domain::ItemPage;
using domain::ItemQuery;
using http::Method;
using http::Problem;
using http::ReplyHandle;
using http::Request;
using http::Response;

namespace {

/// If-None-Match compares weakly (RFC 9110, 13.1.2).
bool alreadyKnown(const http::EntityTags &known, qint64 version)
{
    return known.any ||
           std::any_of(known.tags.begin(), known.tags.end(), [version](const http::EntityTags::Tag &tag) {
               return http::versionOf(tag) == version;
           });
}

Response notModified(qint64 version)
{
    Response response;
    response.status = 304;
    response.headers.append("ETag", http::tagOf(version));
    return response;
}

Response listResponse(const ItemQuery &query, const ItemPage &page)
{
    Response response = http::jsonResponse(itemsJson(page.items));
    if (page.total)
        response.headers.append("X-Total-Count", QByteArray::number(*page.total));
    response.headers.append("Link", pageLinks(query, page));
    return response;
}

} // namespace

std::vector<http::Route> ItemController::routes()
{
    return {
        {Method::Get, "/itens", handlerOf(this, &ItemController::list)},
        {Method::Get, "/itens/{id}", handlerOf(this, &ItemController::find)},
        {Method::Get, "/itens/{id}/historico", handlerOf(this, &ItemController::history)},
    };
}

void ItemController::list(Request request, ReplyHandle reply)
{
    const Result<ItemQuery, Problem> query = readListQuery(request.query);
    if (!query)
        return refuse(request, reply, query.error());
    m_service.list(query.value(), replier(std::move(request), std::move(reply),
                                          [query = query.value()](const Request &, const ItemPage &page) {
                                              return listResponse(query, page);
                                          }));
}

void ItemController::find(Request request, ReplyHandle reply)
{
    const std::optional<qint64> id = idOf(request);
    if (!id)
        return refuse(request, reply, http::notFound());
    http::ReadTags known = http::readEntityTags(request.headers, "if-none-match");
    if (known.state == http::TagsState::Malformed)
        return refuse(request, reply, http::badPrecondition());
    m_service.find(*id, replier(std::move(request), std::move(reply),
                                [known = std::move(known.value)](const Request &, const Item &item) {
                                    return alreadyKnown(known, item.versao) ? notModified(item.versao)
                                                                            : itemResponse(item, 200);
                                }));
}

void ItemController::history(Request request, ReplyHandle reply)
{
    const std::optional<qint64> id = idOf(request);
    if (!id)
        return refuse(request, reply, http::notFound());
    const Result<HistoryQuery, Problem> query = readHistoryQuery(request.query);
    if (!query)
        return refuse(request, reply, query.error());
    // One more than is asked for tells whether more follow.
    m_service.history(*id, query.value().before, query.value().limit + 1,
                      replier(std::move(request), std::move(reply),
                              [id = *id, query = query.value()](
                                  const Request &asked, const std::vector<domain::RecordedChange> &changes) {
                                  if (changes.empty() && !query.before)
                                      return http::problemResponse(asked, http::notFound());
                                  return historyResponse(id, query, changes);
                              }));
}

} // namespace guarita::server::web
