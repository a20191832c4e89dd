// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/audit/audittrail.h"
#include "gateway/auth/credentials.h"
#include "gateway/auth/sessions.h"
#include "gateway/users/directory.h"
#include "http/httpapp.h"

#include <chrono>
#include <memory>

namespace guarita::gateway {

/// POST /token: OAuth 2.0's password grant (RFC 6749, 4.3), as Swagger UI and curl send it, and its refresh
/// grant (RFC 6749, 6). POST /revoke: RFC 7009.
class Login
{
public:
    static constexpr qsizetype mostBodyBytes = 4 * 1024;

    /// All outlive the log-in. `accessLifetime` is what clients are told of their access tokens.
    struct Parts
    {
        Credentials &credentials;
        Sessions &sessions;
        const Directory &directory;
        AuditTrail &audit;
        std::chrono::seconds accessLifetime;
    };
    explicit Login(const Parts &parts);

    void token(http::Request request, http::ReplyHandle reply);
    void revoke(http::Request request, http::ReplyHandle reply);

private:
    void judged(const std::shared_ptr<Asking> &asking, const QByteArray &name, const Judgement &judgement);
    QByteArray recordedName(const QByteArray &name, const Judgement &judgement) const;
    AuditRecord recordOf(const Asking &asking, const char *action, const QByteArray &who) const;
    void refuse(Asking &asking, AuditRecord record, const http::Problem &problem);
    void refresh(const QByteArray &token, http::Request request, http::ReplyHandle reply);
    http::Response granted(const Grant &grant) const;

    Parts m_parts;
};

} // namespace guarita::gateway
