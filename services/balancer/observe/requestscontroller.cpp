// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/requestscontroller.h"

#include "balancer/observe/requestquery.h"
#include "balancer/observe/requestsjson.h"
#include "http/answering.h"

namespace guarita::balancer {

std::vector<http::Route> RequestsController::routes()
{
    return {
        {http::Method::Get, "/admin/pedidos", http::handlerOf(this, &RequestsController::list)},
    };
}

void RequestsController::list(http::Request request, http::ReplyHandle reply)
{
    const core::Result<RequestQuery, http::Problem> read = readRequestQuery(request.query);
    if (!read)
        return http::refuse(request, reply, read.error());
    const RequestQuery &query = read.value();
    RequestPage page;
    if (m_log) {
        m_log->visit(query.before, [&](const KeptRequest &each) {
            if (!query.wants(each))
                return true;
            page.more = page.requests.size() == query.limit;
            if (!page.more)
                page.requests.push_back(&each);
            return !page.more;
        });
    }
    reply.send(http::jsonResponse(requestsJson(page)));
}

} // namespace guarita::balancer
