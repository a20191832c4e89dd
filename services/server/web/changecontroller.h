// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"
#include "server/storage/itemservice.h"

#include <vector>

namespace guarita::server::web {

/// Changes items over HTTP. Must outlive the app that serves its routes.
class ChangeController
{
public:
    /// At most `mostBatches` batches at once: they take long, and a worker each.
    ChangeController(storage::ItemService &service, int mostBatches)
        : m_service(service)
        , m_mostBatches(mostBatches)
    {
    }

    std::vector<http::Route> routes();

private:
    void create(http::Request request, http::ReplyHandle reply);
    void replace(http::Request request, http::ReplyHandle reply);
    void patch(http::Request request, http::ReplyHandle reply);
    void remove(http::Request request, http::ReplyHandle reply);
    void restore(http::Request request, http::ReplyHandle reply);
    void batch(http::Request request, http::ReplyHandle reply);

    /// One change of one item, answered with `status`.
    void change(http::Request request, http::ReplyHandle reply, domain::ItemChange change, int status);

    storage::ItemService &m_service;
    const int m_mostBatches;
    int m_batches = 0; // under way
};

} // namespace guarita::server::web
