// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/keyedcall.h"

#include <QtCore/QPointer>
#include <QtCore/QUuid>

#include <algorithm>

namespace guarita::console {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds leastWait{100};
constexpr milliseconds longestWait{30'000};

/// A refusal is an answer to the request itself: had an earlier try been done, its answer would have come
/// again instead.
bool isRefusal(const ApiError &error)
{
    return !error.outcomeUnknown() && (error.kind == ApiError::Kind::Conflict || error.status == 422);
}

class KeyedCall final : public CallJob
{
public:
    KeyedCall(Session &session, ApiRequest request, RepeatPace pace, std::function<bool()> kept,
              OnReply<ApiResponse> done)
        : m_session(&session)
        , m_request(std::move(request))
        , m_pace(pace)
        , m_kept(std::move(kept))
        , m_done(std::move(done))
    {
        m_timer.setSingleShot(true);
        connect(&m_timer, &QTimer::timeout, this, &KeyedCall::send);
    }

    void expectAnswerOfEarlier()
    {
        m_unknown.emplace();
        m_unknown->kind = ApiError::Kind::Interrupted;
    }

    void send()
    {
        if (!m_session)
            return;
        m_call = m_session->send(m_request, [this](const Reply<ApiResponse> &reply) { answered(reply); });
    }

    void cancel() override
    {
        m_done = nullptr;
        m_timer.stop();
        m_call.reset();
    }

private:
    void answered(const Reply<ApiResponse> &reply)
    {
        if (reply.ok())
            return finish(reply);
        const ApiError &error = reply.error();
        if (error.reason == "chave_em_uso" && ++m_waits < m_pace.waits)
            return sendLater(error.retryAfter.value_or(std::chrono::seconds(1)));
        const bool lost = error.outcomeUnknown() && error.reason != "chave_reutilizada";
        if (lost && !m_unknown)
            m_unknown = error;
        if (lost && m_kept() && ++m_tries < m_pace.tries)
            return sendLater(m_pace.wait * (1 << (m_tries - 1)));
        if (m_unknown && !isRefusal(error) && !error.outcomeUnknown())
            return finish(*m_unknown); // this try was not done, but who knows of the one before
        finish(error);
    }

    void sendLater(milliseconds wait) { m_timer.start(std::clamp(wait, leastWait, longestWait)); }

    void finish(const Reply<ApiResponse> &reply)
    {
        if (const OnReply<ApiResponse> done = std::exchange(m_done, nullptr))
            done(reply);
    }

    QPointer<Session> m_session;
    const ApiRequest m_request;
    const RepeatPace m_pace;
    const std::function<bool()> m_kept;
    OnReply<ApiResponse> m_done;
    QTimer m_timer;
    Call m_call;
    std::optional<ApiError> m_unknown; // of a try that may have been done
    int m_tries = 0;
    int m_waits = 0;
};

} // namespace

WriteKey WriteKey::fresh()
{
    return {QUuid::createUuid().toByteArray(QUuid::WithoutBraces)};
}

Call sendKeyed(Session &session, ApiRequest request, WriteKey key, RepeatPace pace,
               std::function<bool()> kept, OnReply<ApiResponse> done)
{
    request.headers.emplace_back("Idempotency-Key", key.value);
    auto job =
        std::make_unique<KeyedCall>(session, std::move(request), pace, std::move(kept), std::move(done));
    if (key.repeated)
        job->expectAnswerOfEarlier();
    job->send();
    return Call(std::move(job));
}

} // namespace guarita::console
