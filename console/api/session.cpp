// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/session.h"

#include "console/api/tokenreader.h"

#include <QtCore/QPointer>
#include <QtCore/QUrl>

#include <algorithm>

namespace guarita::console {

namespace {

/// How often at least the wall clock is asked: a timer stands still while the computer sleeps, a token's life
/// does not.
constexpr std::chrono::seconds mostBetweenChecks{30};

ApiError unauthorized(const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Unauthorized;
    error.detail = detail;
    return error;
}

ApiError badReply(const core::Error &why, int status)
{
    ApiError error;
    error.kind = ApiError::Kind::BadReply;
    error.status = status;
    error.detail = why.message;
    return error;
}

QByteArray formOf(const QString &user, const QString &password)
{
    return "username=" + QUrl::toPercentEncoding(user) + "&password=" + QUrl::toPercentEncoding(password);
}

} // namespace

/// A request and its answer, over more than one try if need be. Waits in the session's list while there is no
/// token that is good.
class Session::Job final : public CallJob
{
public:
    Job(Session &session, ApiRequest request, OnReply<ApiResponse> done)
        : m_session(&session)
        , m_request(std::move(request))
        , m_done(std::move(done))
    {
    }
    ~Job() override { cancel(); }

    void cancel() override
    {
        m_done = nullptr;
        m_call.reset();
        if (m_session)
            m_session->m_waiting.remove(this);
    }

    void start()
    {
        m_token = m_session->m_token.value;
        ApiRequest request = m_request;
        request.headers.emplace_back("Authorization", "Bearer " + m_token);
        m_call = m_session->m_transport.send(std::move(request),
                                             [this](const Reply<ApiResponse> &reply) { answered(reply); });
    }

    void wait() { m_session->m_waiting.push_back(this); }

    /// From the event loop, as every callback.
    void refuseLater()
    {
        QMetaObject::invokeMethod(
            this, [this] { finish(unauthorized(Session::tr("You are not logged in any more."))); },
            Qt::QueuedConnection);
    }

private:
    void answered(const Reply<ApiResponse> &reply)
    {
        const bool refused = !reply && reply.error().kind == ApiError::Kind::Unauthorized;
        if (!refused || !m_session)
            return finish(reply);
        const bool again = std::exchange(m_refusedBefore, true);
        const bool current = m_session->m_token.value == m_token;
        // Of many requests that the same token was refused for, the first one is news.
        if (current && m_session->settled() == State::Active)
            m_session->expire();
        if (again || !m_session || m_session->settled() == State::LoggedOut)
            return finish(reply);
        if (!m_done)
            return; // whoever heard of the expiry cancelled this
        if (m_session->settled() == State::Expired)
            wait();
        else if (m_user == m_session->user())
            start();
        else
            finish(reply);
    }

    void finish(const Reply<ApiResponse> &reply)
    {
        if (const OnReply<ApiResponse> done = std::exchange(m_done, nullptr))
            done(reply);
    }

    QPointer<Session> m_session;
    const ApiRequest m_request;
    OnReply<ApiResponse> m_done;
    Call m_call;
    QByteArray m_token; // that it was sent with
    const QString m_user = m_session->user();
    bool m_refusedBefore = false;
};

Session::Session(Transport &transport, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_clock(clock)
{
    m_expiry.setSingleShot(true);
    connect(&m_expiry, &QTimer::timeout, this, &Session::checkExpiry);
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

void Session::logIn(const QString &user, const QString &password, OnReply<core::Done> done)
{
    m_logIn.reset();
    m_before = settled();
    ApiRequest request;
    request.method = "POST";
    request.path = "/token";
    request.contentType = "application/x-www-form-urlencoded";
    request.body = formOf(user, password);
    request.authorized = false;
    m_logIn = m_transport.send(std::move(request),
                               [this, user, done = std::move(done)](const Reply<ApiResponse> &reply) {
                                   endLogIn(user, reply, done);
                               });
    enter(State::LoggingIn);
}

void Session::endLogIn(const QString &user, const Reply<ApiResponse> &reply, const OnReply<core::Done> &done)
{
    const QPointer<Session> self(this);
    const auto fail = [&](const ApiError &error) {
        enter(m_before);
        if (self)
            checkExpiry();
        done(error);
    };
    if (!reply)
        return fail(reply.error());
    const core::Result<TokenGrant> grant = decodeTokenGrant(reply.value().body);
    if (!grant)
        return fail(badReply(grant.error(), reply.value().status));
    begin({grant.value().value, m_clock.wallNow() + grant.value().lifetime, user});
    done(core::Done{});
}

void Session::cancelLogIn()
{
    m_logIn.reset();
    if (m_state != State::LoggingIn)
        return;
    enter(m_before);
    checkExpiry();
}

bool Session::resume(Token token)
{
    if (token.expires <= m_clock.wallNow() || !isBearerToken(token.value))
        return false;
    m_logIn.reset();
    begin(std::move(token));
    return true;
}

void Session::begin(Token token)
{
    const bool sameUser = token.user == m_token.user;
    m_token = std::move(token);
    armExpiry();
    // Before the state is told: who hears of it may send, and what waited comes first.
    m_state = State::Active;
    release(sameUser);
    Q_EMIT stateChanged(m_state);
}

void Session::logOut()
{
    m_logIn.reset();
    m_expiry.stop();
    m_token = {};
    m_before = State::LoggedOut;
    release(false);
    enter(State::LoggedOut);
}

void Session::armExpiry()
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_token.expires - m_clock.wallNow());
    m_expiry.start(
        std::clamp<std::chrono::milliseconds>(left, std::chrono::milliseconds(0), mostBetweenChecks));
}

void Session::checkExpiry()
{
    if (settled() != State::Active)
        return;
    if (tokenHasRunOut())
        expire();
    else
        armExpiry();
}

void Session::expire()
{
    m_expiry.stop();
    m_token.value.clear(); // the user stays: for the next log-in
    m_before = State::Expired;
    if (m_state != State::LoggingIn)
        enter(State::Expired);
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
    checkExpiry();
    auto job = std::make_unique<Job>(*this, std::move(request), std::move(done));
    if (settled() == State::Active)
        job->start();
    else if (settled() == State::Expired)
        job->wait();
    else
        job->refuseLater();
    return Call(std::move(job));
}

} // namespace guarita::console
