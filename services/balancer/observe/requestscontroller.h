// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/observe/requestlog.h"
#include "http/httpapp.h"

namespace guarita::balancer {

/// GET /admin/pedidos: the last requests with their attempts, the newest first. Event-loop thread only.
class RequestsController
{
public:
    /// Null: none are kept, and every page is empty. Outlives it.
    explicit RequestsController(const RequestLog *log)
        : m_log(log)
    {
    }

    std::vector<http::Route> routes();

private:
    void list(http::Request request, http::ReplyHandle reply);

    const RequestLog *const m_log;
};

} // namespace guarita::balancer
