// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/random.h"
#include "crypto/hmacsha256.h"
#include "gateway/auth/tokenissuer.h"
#include "gateway/auth/tokenverifier.h"
#include "gateway/users/directoryfollower.h"

#include <QtCore/QByteArray>

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace guarita::gateway {

/// What a client gets when it logs in or comes back: a token for its requests and one to get the next with.
struct Grant
{
    QByteArray accessToken;
    QByteArray refreshToken;
    Roles roles;
};

/// What became of a refresh token; `grant` only with Renewed.
struct RenewedGrant
{
    Renewal outcome = Renewal::Unknown;
    Grant grant;
    QByteArray user; // whose session it is; not with Unknown
};

/// Sessions: opened by a log-in, carried on by refresh tokens that are good once each, and ended by the
/// client (RFC 7009), by the reuse of a refresh token (RFC 9700, 4.14.2), by a change of the user, or by
/// time.
///
/// A refresh token is the session's id, 256 random bits, of which the store has the SHA-256 only, and a code
/// (HMAC-SHA256) over both: what we have not made is refused without asking the store, and cannot end the
/// session of somebody whose access token was seen. An access token names its session, so it ends with it.
/// Event-loop thread only; completions come from the event loop, never from within the call.
class Sessions
{
public:
    /// `lifetime`: of a session from log-in to the next one. All outlive the sessions.
    struct Parts
    {
        UserPool &users;
        const Directory &directory;
        DirectoryFollower &follower;
        const TokenIssuer &issuer;
        TokenVerifier &verifier;
        core::Random &random;
        const core::Clock &clock;
    };
    /// `secretKey` makes the codes of refresh tokens; those of `previousSecretKey`, unless it is empty, are
    /// accepted, too.
    Sessions(Parts parts, const QByteArray &secretKey, const QByteArray &previousSecretKey,
             std::chrono::seconds lifetime);

    /// Once `done` has the grant, the directory here knows the user, and which sessions ended for this one.
    void open(const Account &account, std::function<void(const sql::Outcome<Grant> &)> done);
    /// False if the token is not of our making; `done` is not called then.
    [[nodiscard]] bool renew(const QByteArray &refreshToken,
                             std::function<void(const sql::Outcome<RenewedGrant> &)> done);
    /// Ends the session of a refresh or an access token. Once `done` is called, with the name of the user
    /// whose session was ended, its tokens are refused here; an empty name: there was none to end. False if
    /// the token is neither; `done` is not called then.
    [[nodiscard]] bool end(const QByteArray &token,
                           std::function<void(const sql::Outcome<QByteArray> &)> done);

private:
    /// A refresh token taken apart.
    struct Presented
    {
        QByteArray session;
        QByteArray secret;
    };

    std::optional<Presented> takenApart(const QByteArray &token) const;
    sql::Outcome<Grant> granted(const User &user, const QByteArray &session, const QByteArray &secret) const;

    Parts m_parts;
    std::vector<crypto::HmacSha256> m_codes; // the first one makes them
    const std::chrono::seconds m_lifetime;
};

} // namespace guarita::gateway
