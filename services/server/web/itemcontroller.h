// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"
#include "server/storage/itemservice.h"

#include <vector>

namespace guarita::server::web {

/// Reads items over HTTP. Must outlive the app that serves its routes.
class ItemController
{
public:
    explicit ItemController(storage::ItemService &service)
        : m_service(service)
    {
    }

    std::vector<http::Route> routes();

private:
    void list(http::Request request, http::ReplyHandle reply);
    void find(http::Request request, http::ReplyHandle reply);
    void history(http::Request request, http::ReplyHandle reply);

    storage::ItemService &m_service;
};

} // namespace guarita::server::web
