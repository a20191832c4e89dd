// SPDX-License-Identifier: GPL-3.0-or-later
// Who is logged in; sessionrenewal.cpp has how that goes on by itself, sessionjob.cpp the requests.
#include "console/api/session.h"

#include "console/api/sessionjob.h"
#include "console/api/tokenreader.h"

#include <QtCore/QUrl>

#include <algorithm>
#include <utility>

namespace guarita::console {

namespace {

/// Of a token's life, after which it is renewed.
constexpr double renewedAfter = 0.8;

QByteArray formOf(const QString &user, const QString &password)
{
    return "username=" + QUrl::toPercentEncoding(user) + "&password=" + QUrl::toPercentEncoding(password);
}

} // namespace

Session::Session(Transport &transport, const core::Clock &clock, core::Random &random, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_clock(clock)
    , m_backoff(random)
{
    m_watch.setSingleShot(true);
    connect(&m_watch, &QTimer::timeout, this, &Session::watch);
}

Session::~Session() = default;

std::chrono::seconds Session::timeLeft() const
{
    if (settled() != State::Active)
        return {};
    const auto left = std::chrono::floor<std::chrono::seconds>(m_token.expires - m_clock.wallNow());
    return std::max(left, std::chrono::seconds(0));
}

bool Session::tokenHasRunOut() const
{
    return m_token.expires <= m_clock.wallNow();
}

void Session::enter(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

void Session::settle(State state)
{
    m_before = state;
    if (m_state != State::LoggingIn)
        enter(state);
}

void Session::logIn(const QString &user, const QString &password, OnReply<core::Done> done)
{
    m_logIn.reset();
    m_before = settled();
    m_logIn = m_transport.send(formRequest("/token", formOf(user, password)),
                               [this, user, done = std::move(done)](const Reply<ApiResponse> &reply) {
                                   endLogIn(user, reply, done);
                               });
    enter(State::LoggingIn);
}

void Session::endLogIn(const QString &user, const Reply<ApiResponse> &reply, const OnReply<core::Done> &done)
{
    const Reply<TokenGrant> grant = grantIn(reply);
    if (!grant) {
        const QPointer<Session> self(this);
        enter(m_before);
        if (self)
            watch();
        return done(grant.error());
    }
    const TokenGrant &granted = grant.value();
    begin({granted.value, m_clock.wallNow() + granted.lifetime, user, granted.refresh, granted.roles});
    done(core::Done{});
}

void Session::cancelLogIn()
{
    m_logIn.reset();
    if (m_state != State::LoggingIn)
        return;
    enter(m_before);
    watch();
}

bool Session::resume(Token token)
{
    const bool good = token.expires > m_clock.wallNow() && isBearerToken(token.value);
    if (!good && !isBearerToken(token.refresh))
        return false;
    m_logIn.reset();
    begin(std::move(token));
    m_proven = true; // by the run that kept it
    return true;
}

void Session::begin(Token token)
{
    const bool sameUser = token.user == m_token.user;
    const QByteArray left = m_token.refresh;
    m_account.reset();
    m_asking = false;
    adopt(std::move(token));
    if (!left.isEmpty() && left != m_token.refresh)
        revoke(left);
    // Before the state is told: who hears of it may send, and what waited comes first.
    m_state = m_before = tokenHasRunOut() ? State::Renewing : State::Active;
    if (m_state == State::Active || !sameUser)
        release(sameUser);
    Q_EMIT rightsChanged();
    Q_EMIT stateChanged(m_state);
    watch();
}

void Session::adopt(Token token)
{
    m_renewal.reset();
    ++m_number;
    m_renewing = false;
    m_doubtful = false;
    m_proven = false;
    m_backoff.reset();
    m_retryAt = {};
    m_token = std::move(token);
    const core::WallTime now = m_clock.wallNow();
    m_renewAt =
        now + std::chrono::duration_cast<core::WallTime::duration>((m_token.expires - now) * renewedAfter);
}

void Session::logOut()
{
    // The access token ends the session also while a renewal is putting another refresh token in the place of
    // ours.
    const QByteArray token = isReady() ? m_token.value : m_token.refresh;
    const bool known = renewsItself();
    forget();
    if (known)
        revoke(token);
}

void Session::forget()
{
    m_logIn.reset();
    m_account.reset();
    m_asking = false;
    m_watch.stop();
    adopt({});
    m_before = State::LoggedOut;
    release(false);
    enter(State::LoggedOut);
}

void Session::release(bool sameUser)
{
    for (Job *job : std::exchange(m_waiting, {})) {
        if (sameUser)
            job->start();
        else
            job->refuseLater();
    }
}

Call Session::send(ApiRequest request, OnReply<ApiResponse> done)
{
    if (!request.authorized)
        return m_transport.send(std::move(request), std::move(done));
    watch();
    auto job = std::make_unique<Job>(*this, std::move(request), std::move(done));
    if (settled() == State::Active)
        job->start();
    else if (settled() == State::LoggedOut)
        job->refuseLater();
    else
        job->wait();
    return Call(std::move(job));
}

} // namespace guarita::console
