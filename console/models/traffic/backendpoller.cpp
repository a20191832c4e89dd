// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/backendpoller.h"

#include <algorithm>

namespace guarita::console {

BackendPoller::BackendPoller(BalancerApi &api, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_clock(clock)
{
    m_timer.setSingleShot(true);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_timer, &QTimer::timeout, this, &BackendPoller::pollNow);
    connect(&m_patience, &QTimer::timeout, this, &BackendPoller::giveUp);
}

void BackendPoller::start()
{
    if (m_running)
        return;
    m_running = true;
    m_failures = 0;
    pollNow();
}

void BackendPoller::stop()
{
    m_running = false;
    m_asking = false;
    m_timer.stop();
    m_patience.stop();
    m_call.reset();
}

void BackendPoller::clear()
{
    m_error.reset();
    m_lastAnswer.reset();
}

void BackendPoller::pollNow()
{
    if (!m_running || m_asking)
        return;
    m_timer.stop();
    m_asking = true;
    m_askedAt = m_clock.now();
    m_patience.start();
    m_call = m_api.report([this](Reply<BalancerReport> reply) { answered(std::move(reply)); });
}

void BackendPoller::answered(Reply<BalancerReport> reply)
{
    m_asking = false;
    m_patience.stop();
    if (reply) {
        m_failures = 0;
        m_error.reset();
        m_lastAnswer = m_clock.now();
        scheduleNext();
        Q_EMIT polled(reply.value(), *m_lastAnswer);
    } else {
        ++m_failures;
        m_error = reply.error();
        scheduleNext();
        Q_EMIT failed();
    }
}

void BackendPoller::giveUp()
{
    m_call.reset();
    ApiError late;
    late.kind = ApiError::Kind::Interrupted;
    answered(std::move(late));
}

void BackendPoller::scheduleNext()
{
    using std::chrono::milliseconds;
    const milliseconds wanted = m_failures < failuresUntilSlow ? interval : slowInterval;
    const auto passed = std::chrono::duration_cast<milliseconds>(m_clock.now() - m_askedAt);
    m_timer.start(std::clamp(wanted - passed, leastPause, wanted));
}

} // namespace guarita::console
