// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/auth/loginthrottle.h"
#include "gateway/auth/passwordverifier.h"
#include "gateway/auth/tokenissuer.h"
#include "http/httpapp.h"

namespace guarita::gateway {

/// POST /token: OAuth 2.0's password grant (RFC 6749, 4.3), as Swagger UI and curl send it.
class Login
{
public:
    static constexpr qsizetype mostBodyBytes = 4 * 1024;

    /// All outlive the log-in.
    Login(PasswordVerifier &passwords, LoginThrottle &throttle, const TokenIssuer &tokens);

    void handle(http::Request request, http::ReplyHandle reply);

private:
    struct Pending;

    void verify(const QByteArray &user, const QByteArray &password, http::Request request,
                http::ReplyHandle reply);
    void finish(Pending &pending, const QByteArray &user, bool matches);
    http::Response answer(const http::Request &request, const QByteArray &user, bool matches) const;

    PasswordVerifier &m_passwords;
    LoginThrottle &m_throttle;
    const TokenIssuer &m_tokens;
};

} // namespace guarita::gateway
