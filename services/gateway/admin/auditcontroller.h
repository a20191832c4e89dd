// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/users/directoryfollower.h"
#include "http/httpapp.h"

#include <vector>

namespace guarita::gateway {

/// /admin/auditoria: shows the records of the audit. Must outlive the app that serves its routes.
class AuditController
{
public:
    /// `users` outlives the controller.
    explicit AuditController(UserPool &users)
        : m_users(users)
    {
    }

    std::vector<http::Route> routes();

private:
    void list(http::Request request, http::ReplyHandle reply);

    UserPool &m_users;
};

} // namespace guarita::gateway
