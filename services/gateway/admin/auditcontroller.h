// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/users/directoryfollower.h"
#include "http/httpapp.h"
#include "http/pagedanswers.h"

#include <functional>
#include <memory>
#include <vector>

namespace guarita::gateway {

/// /admin/auditoria: shows the records of the audit. Must outlive the app that serves its routes.
class AuditController
{
public:
    /// `users` outlives the controller. At most `exports` exports at once.
    AuditController(UserPool &users, int exports)
        : m_users(users)
        , m_exports(exports)
    {
    }

    std::vector<http::Route> routes();

private:
    void list(http::Request request, http::ReplyHandle reply);
    void exportAll(http::Request request, http::ReplyHandle reply);
    void readNext(const std::shared_ptr<AuditQuery> &at,
                  std::function<void(http::PagedAnswers::PageRead)> done);

    UserPool &m_users;
    http::PagedAnswers m_exports;
};

} // namespace guarita::gateway
