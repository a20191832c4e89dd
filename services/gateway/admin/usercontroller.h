// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/precondition.h"
#include "gateway/audit/audittrail.h"
#include "gateway/auth/credentials.h"
#include "http/httpapp.h"

#include <memory>
#include <vector>

namespace guarita::gateway {

/// /admin/usuarios: what `guarita-gateway user` does, over HTTP. A change counts at this gateway before its
/// answer is sent. Users are disabled, never removed: what they did keeps its author. Must outlive the app
/// that serves its routes.
class UserController
{
public:
    /// All outlive the controller.
    struct Parts
    {
        UserPool &users;
        DirectoryFollower &follower;
        PasswordWorker &passwords;
        AuditTrail &audit;
    };
    explicit UserController(const Parts &parts)
        : m_parts(parts)
    {
    }

    std::vector<http::Route> routes();

private:
    void list(http::Request request, http::ReplyHandle reply);
    void create(http::Request request, http::ReplyHandle reply);
    void find(http::Request request, http::ReplyHandle reply);
    void change(http::Request request, http::ReplyHandle reply);
    void make(const std::shared_ptr<Asking> &asking, const NewUser &user);
    void apply(const std::shared_ptr<Asking> &asking, const UserChange &change,
               const core::Precondition &wanted);

    Parts m_parts;
};

} // namespace guarita::gateway
