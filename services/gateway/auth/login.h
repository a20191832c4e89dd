// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/auth/passwordverifier.h"
#include "gateway/auth/tokenissuer.h"
#include "http/httpapp.h"

namespace guarita::gateway {

/// POST /token: OAuth 2.0's password grant (RFC 6749, 4.3), as Swagger UI and curl send it.
class Login
{
public:
    static constexpr qsizetype mostBodyBytes = 4 * 1024;

    /// Both outlive the log-in.
    Login(PasswordVerifier &passwords, const TokenIssuer &tokens);

    void handle(http::Request request, http::ReplyHandle reply);

private:
    http::Response answer(const http::Request &request, const QByteArray &user, bool matches) const;

    PasswordVerifier &m_passwords;
    const TokenIssuer &m_tokens;
};

} // namespace guarita::gateway
