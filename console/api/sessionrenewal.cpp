// SPDX-License-Identifier: GPL-3.0-or-later
// How a session goes on by itself, and what it learns of itself; session.cpp has its beginning and its end.
#include "console/api/session.h"

#include "console/api/sessionjob.h"
#include "console/api/tokenreader.h"

#include <QtCore/QUrl>

#include <algorithm>

namespace guarita::console {

namespace {

using std::chrono::milliseconds;

/// How often at least the wall clock is asked: a timer stands still while the computer sleeps, a token's life
/// does not.
constexpr milliseconds mostBetweenLooks{30'000};
constexpr milliseconds revocationDeadline{5'000};

/// Whether the service said no to the refresh token itself. Any other answer is about something else, or of
/// somebody in between.
bool endsSession(const ApiError &error)
{
    return error.kind == ApiError::Kind::Unauthorized || error.kind == ApiError::Kind::Invalid;
}

} // namespace

void Session::watch()
{
    if (settled() == State::Active && tokenHasRunOut())
        return tokenRanOut();
    if (renewalIsDue())
        renew();
    arm();
}

bool Session::renewalIsDue() const
{
    if (m_renewing || !renewsItself() || m_clock.now() < m_retryAt)
        return false;
    const bool early = settled() == State::Active && !m_doubtful && m_clock.wallNow() >= m_renewAt;
    return early || settled() == State::Renewing;
}

void Session::arm()
{
    m_watch.stop();
    if (settled() != State::Active && settled() != State::Renewing)
        return;
    milliseconds wait = mostBetweenLooks;
    const auto untilRetry = std::chrono::ceil<milliseconds>(m_retryAt - m_clock.now());
    if (settled() == State::Active) {
        const core::WallTime now = m_clock.wallNow();
        wait = std::min(wait, std::chrono::ceil<milliseconds>(m_token.expires - now));
        if (renewsItself() && !m_renewing && !m_doubtful)
            wait = std::min(wait, std::max(std::chrono::ceil<milliseconds>(m_renewAt - now), untilRetry));
    } else if (!m_renewing) {
        wait = std::min(wait, untilRetry);
    }
    m_watch.start(std::max(wait, milliseconds(0)));
}

/// A token that was refused before it was ever accepted: a newer one would be, too.
void Session::tokenRefused()
{
    if (settled() != State::Active)
        return;
    if (!m_proven)
        m_token.refresh.clear();
    tokenRanOut();
}

void Session::tokenRanOut()
{
    if (!renewsItself())
        return expire();
    settle(State::Renewing);
    watch();
}

void Session::expire()
{
    m_watch.stop();
    m_renewal.reset();
    ++m_number;
    m_renewing = false;
    m_token.value.clear(); // the user stays: for the next log-in
    m_token.refresh.clear();
    settle(State::Expired);
}

void Session::renew()
{
    m_renewing = true;
    if (!m_kept)
        return sendRenewal();
    m_kept([self = QPointer(this), number = m_number](std::optional<Token> kept) {
        if (self && self->m_number == number)
            self->renewUnlessKept(std::move(kept));
    });
}

void Session::renewUnlessKept(std::optional<Token> kept)
{
    if (!kept || kept->user != m_token.user || kept->refresh == m_token.refresh ||
        !isBearerToken(kept->refresh))
        return sendRenewal();
    if (isBearerToken(kept->value) && kept->expires > m_clock.wallNow())
        return goOnWith(std::move(*kept));
    m_token.refresh = kept->refresh;
    sendRenewal();
}

void Session::sendRenewal()
{
    const QByteArray form = "grant_type=refresh_token&refresh_token=" +
                            QUrl::toPercentEncoding(QString::fromLatin1(m_token.refresh));
    m_renewal = m_transport.send(formRequest("/token", form),
                                 [this](const Reply<ApiResponse> &reply) { endRenewal(reply); });
}

void Session::endRenewal(const Reply<ApiResponse> &reply)
{
    m_renewing = false;
    const Reply<TokenGrant> grant = grantIn(reply);
    if (!grant)
        return renewalFailed(grant.error());
    const TokenGrant &granted = grant.value();
    goOnWith({granted.value, m_clock.wallNow() + granted.lifetime, m_token.user, granted.refresh,
              granted.roles ? granted.roles : m_token.roles});
}

void Session::goOnWith(Token token)
{
    const bool blocked = settled() == State::Renewing;
    const std::optional<Roles> roles = m_token.roles;
    adopt(std::move(token));
    m_before = State::Active;
    if (m_state != State::LoggingIn)
        m_state = State::Active;
    release(true); // before the state is told, as in begin()
    Q_EMIT renewed();
    if (m_token.roles != roles)
        Q_EMIT rightsChanged();
    if (blocked && m_state == State::Active)
        Q_EMIT stateChanged(m_state);
    watch();
}

void Session::renewalFailed(const ApiError &error)
{
    if (endsSession(error))
        return expire();
    m_doubtful = m_doubtful || error.outcomeUnknown();
    const milliseconds asked = error.retryAfter.value_or(std::chrono::seconds(0));
    m_retryAt = m_clock.now() + std::max(m_backoff.next(), std::min(asked, mostBetweenLooks));
    arm();
}

void Session::retryRenewal()
{
    m_backoff.reset();
    m_retryAt = {};
    watch();
}

void Session::revoke(const QByteArray &token)
{
    ApiRequest request =
        formRequest("/revoke", "token=" + QUrl::toPercentEncoding(QString::fromLatin1(token)));
    request.deadline = revocationDeadline;
    m_revocation = m_transport.send(std::move(request), [](const Reply<ApiResponse> &) {});
}

void Session::setRoles(const std::optional<Roles> &roles)
{
    if (m_token.roles == roles)
        return;
    m_token.roles = roles;
    Q_EMIT rightsChanged();
}

void Session::roleMissing(const ApiError &error)
{
    if (m_asking)
        return;
    updateRoles();
    Q_EMIT forbidden(error);
}

void Session::updateRoles()
{
    if (m_asking || settled() == State::LoggedOut)
        return;
    m_asking = true;
    ApiRequest request;
    request.path = "/conta";
    m_account = send(std::move(request), [this](const Reply<ApiResponse> &reply) {
        m_asking = false;
        if (reply && decodeRoles(reply.value().body))
            setRoles(decodeRoles(reply.value().body));
        else if (!reply && reply.error().kind == ApiError::Kind::Forbidden)
            setRoles(Roles()); // who has one may ask
    });
}

} // namespace guarita::console
