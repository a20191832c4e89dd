// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/answering.h"
#include "http/precondition.h"
#include "server/domain/itemchange.h"
#include "server/web/itemproblems.h"
#include "sql/jobtiming.h"

#include <optional>
#include <utility>

namespace guarita::server::web {

using http::handlerOf;
using http::readPrecondition;
using http::refuse;

/// What a job tells of an answer's time.
trace::ServerTiming timingOf(const sql::JobTiming &timing);

/// What to do with an Outcome once it comes: `answer` makes the response of its value.
template <typename Answer>
auto replier(http::Request request, http::ReplyHandle reply, Answer answer)
{
    request.body.clear(); // may be large, and nobody needs it any more
    return [request = std::move(request), reply = std::move(reply),
            answer = std::move(answer)](auto outcome, const sql::JobTiming &timing) mutable {
        http::Response response =
            outcome ? answer(request, outcome.value())
                    : http::problemResponse(request, storageProblem(outcome.error().failure));
        response.timing = timingOf(timing);
        reply.send(std::move(response));
    };
}

/// The id in the path; nothing if it is none.
std::optional<qint64> idOf(const http::Request &request);

/// 200 or 201 with an item and its entity-tag.
http::Response itemResponse(const domain::Item &item, int status);

} // namespace guarita::server::web
