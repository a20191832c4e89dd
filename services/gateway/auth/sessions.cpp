// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/sessions.h"

#include <QtCore/QCryptographicHash>

#include <algorithm>

namespace guarita::gateway {

using sql::Outcome;

namespace {

constexpr qsizetype idBytes = 16;
constexpr qsizetype secretBytes = 32;

QByteArray hashOf(const QByteArray &secret)
{
    return QCryptographicHash::hash(secret, QCryptographicHash::Sha256).toHex();
}

crypto::HmacSha256 codesUnder(const QByteArray &secretKey)
{
    return crypto::HmacSha256(crypto::HmacSha256(secretKey).of("guarita refresh token"));
}

QByteArray codeOf(const crypto::HmacSha256 &codes, const QByteArray &session, const QByteArray &secret)
{
    return codes.of(session + '.' + secret).toHex();
}

} // namespace

Sessions::Sessions(Parts parts, const QByteArray &secretKey, const QByteArray &previousSecretKey,
                   std::chrono::seconds lifetime)
    : m_parts(parts)
    , m_lifetime(lifetime)
{
    m_codes.push_back(codesUnder(secretKey));
    if (!previousSecretKey.isEmpty())
        m_codes.push_back(codesUnder(previousSecretKey));
}

std::optional<Sessions::Presented> Sessions::takenApart(const QByteArray &token) const
{
    const QByteArrayList parts = token.split('.');
    const auto made = [&](const crypto::HmacSha256 &codes) {
        return crypto::isSame(parts[2], codeOf(codes, parts[0], parts[1]));
    };
    if (parts.size() != 3 || std::none_of(m_codes.begin(), m_codes.end(), made))
        return std::nullopt;
    return Presented{parts[0], parts[1]};
}

Outcome<Grant> Sessions::granted(const User &user, const QByteArray &session, const QByteArray &secret) const
{
    const core::Result<QByteArray> token = m_parts.issuer.issue(user.name, session);
    if (!token)
        return sql::StorageError{sql::Failure::Internal, token.error().message};
    return Grant{token.value(), session + '.' + secret + '.' + codeOf(m_codes.front(), session, secret),
                 user.roles};
}

void Sessions::open(const Account &account, std::function<void(const Outcome<Grant> &)> done)
{
    const QByteArray session = m_parts.random.hex(idBytes);
    const QByteArray secret = m_parts.random.hex(secretBytes);
    const StoreTime at = storeTime(m_parts.clock);
    m_parts.users.submit(
        [account, session, hash = hashOf(secret), at, end = at + m_lifetime](UserRepository &users) {
            return users.openSession(session, account, hash, at, end);
        },
        [this, user = account.user, session, secret, done = std::move(done)](const Outcome<bool> &opened) {
            if (!opened)
                return done(opened.error());
            const auto finish = [this, user, session, secret, done] { done(granted(user, session, secret)); };
            const bool endedAnother = opened.value();
            if (m_parts.directory.rolesOf(user.name) && !endedAnother)
                return finish();
            m_parts.follower.refresh(finish); // or the user was added elsewhere just now
        });
}

bool Sessions::renew(const QByteArray &refreshToken, std::function<void(const Outcome<RenewedGrant> &)> done)
{
    const std::optional<Presented> presented = takenApart(refreshToken);
    if (!presented)
        return false;
    const QByteArray secret = m_parts.random.hex(secretBytes);
    const auto renewed = [this, session = presented->session, secret,
                          done = std::move(done)](const Outcome<RenewedSession> &outcome) {
        if (!outcome)
            return done(outcome.error());
        const RenewedSession &result = outcome.value();
        if (result.outcome == Renewal::Reused) // before the answer tells of it, its tokens are refused here
            return m_parts.follower.refresh([done, user = result.user.name] {
                done(RenewedGrant{Renewal::Reused, {}, user});
            });
        if (result.outcome != Renewal::Renewed)
            return done(RenewedGrant{});
        const Outcome<Grant> grant = granted(result.user, session, secret);
        done(grant ? Outcome<RenewedGrant>(RenewedGrant{Renewal::Renewed, grant.value(), result.user.name})
                   : grant.error());
    };
    m_parts.users.submit([session = presented->session, old = hashOf(presented->secret),
                          fresh = hashOf(secret), at = storeTime(m_parts.clock)](
                             UserRepository &users) { return users.renewSession(session, old, fresh, at); },
                         renewed);
    return true;
}

bool Sessions::end(const QByteArray &token, std::function<void(const Outcome<QByteArray> &)> done)
{
    QByteArray session;
    std::optional<QByteArray> tokenHash;
    if (const auto presented = takenApart(token)) {
        session = presented->session;
        tokenHash = hashOf(presented->secret);
    } else if (const auto claims = m_parts.verifier.verify(token)) {
        session = claims.value()->session;
    } else {
        return false;
    }
    m_parts.users.submit([session, tokenHash, at = storeTime(m_parts.clock)](
                             UserRepository &users) { return users.endSession(session, tokenHash, at); },
                         [this, done = std::move(done)](const Outcome<QByteArray> &ended) {
                             if (!ended || ended.value().isEmpty()) // nothing to make known
                                 return done(ended);
                             m_parts.follower.refresh([done, ended] { done(ended); });
                         });
    return true;
}

} // namespace guarita::gateway
