// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"
#include "http/problem.h"

#include <utility>

namespace guarita::http {

inline void refuse(const Request &request, ReplyHandle &reply, const Problem &problem)
{
    reply.send(problemResponse(request, problem));
}

/// A handler that calls a member of a controller, which outlives it.
template <typename Controller>
Handler handlerOf(Controller *controller, void (Controller::*action)(Request, ReplyHandle))
{
    return [controller, action](Request request, ReplyHandle reply) {
        (controller->*action)(std::move(request), std::move(reply));
    };
}

} // namespace guarita::http
