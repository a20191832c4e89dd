// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/audit/audittrail.h"
#include "gateway/auth/credentials.h"
#include "http/httpapp.h"

#include <memory>
#include <vector>

namespace guarita::gateway {

/// /conta: what every user may see of the own account and change about it. Must outlive the app that serves
/// its routes.
class AccountController
{
public:
    /// All outlive the controller.
    struct Parts
    {
        UserPool &users;
        DirectoryFollower &follower;
        PasswordWorker &passwords;
        Credentials &credentials;
        AuditTrail &audit;
    };
    explicit AccountController(const Parts &parts)
        : m_parts(parts)
    {
    }

    std::vector<http::Route> routes();

private:
    void show(http::Request request, http::ReplyHandle reply);
    /// The old password is judged as at a log-in, or whoever finds an open session could guess it here.
    void changePassword(http::Request request, http::ReplyHandle reply);
    void refuse(Asking &asking, const http::Problem &problem);
    void replace(const std::shared_ptr<Asking> &asking, const Account &account, const QByteArray &hash);

    Parts m_parts;
};

} // namespace guarita::gateway
