// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/sessionjob.h"

#include <utility>

namespace guarita::console {

Session::Job::Job(Session &session, ApiRequest request, OnReply<ApiResponse> done)
    : m_session(&session)
    , m_request(std::move(request))
    , m_done(std::move(done))
    , m_user(session.user())
{
}

void Session::Job::cancel()
{
    m_done = nullptr;
    m_call.reset();
    if (m_session)
        m_session->m_waiting.remove(this);
}

void Session::Job::start()
{
    m_token = m_session->m_token.value;
    ApiRequest request = m_request;
    request.headers.emplace_back("Authorization", "Bearer " + m_token);
    m_call = m_session->m_transport.send(std::move(request),
                                         [this](const Reply<ApiResponse> &reply) { answered(reply); });
}

void Session::Job::refuseLater()
{
    const auto refuse = [this] {
        ApiError error;
        error.kind = ApiError::Kind::Unauthorized;
        error.detail = Session::tr("You are not logged in any more.");
        finish(error);
    };
    QMetaObject::invokeMethod(this, refuse, Qt::QueuedConnection);
}

void Session::Job::answered(const Reply<ApiResponse> &reply)
{
    if (!m_session)
        return finish(reply);
    const bool current = m_session->m_token.value == m_token;
    if (!reply && reply.error().kind == ApiError::Kind::Unauthorized)
        return refused(reply);
    if (current && (reply || reply.error().kind == ApiError::Kind::Forbidden))
        m_session->m_proven = true;
    if (current && !reply && reply.error().reason == "sem_permissao")
        m_session->roleMissing(reply.error());
    finish(reply);
}

void Session::Job::refused(const Reply<ApiResponse> &reply)
{
    const bool again = std::exchange(m_refusedBefore, true);
    // Of many requests that the same token was refused for, the first one is news.
    if (m_session->m_token.value == m_token)
        m_session->tokenRefused();
    if (again || !m_session || m_session->settled() == State::LoggedOut)
        return finish(reply);
    if (!m_done)
        return; // whoever heard of it cancelled this
    if (m_user != m_session->user())
        finish(reply);
    else if (m_session->settled() == State::Active)
        start();
    else
        wait();
}

void Session::Job::finish(const Reply<ApiResponse> &reply)
{
    if (const OnReply<ApiResponse> done = std::exchange(m_done, nullptr))
        done(reply);
}

} // namespace guarita::console
