// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/balancerapi.h"
#include "core/clock.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace guarita::console {

/// Asks for the backends each second, one request at a time; a late answer is not followed by a burst. After
/// some failures in a row it asks less often. Keeps on asking while other parts of the service are out: which
/// backend is down is wanted most just then.
class BackendPoller final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds interval{1000};
    static constexpr std::chrono::milliseconds slowInterval{5000};
    static constexpr std::chrono::milliseconds leastPause{200}; // after an answer that took long
    static constexpr int failuresUntilSlow = 5;
    /// A request without an answer is given up after this, sooner than other calls: it is asked again anyway.
    static constexpr std::chrono::milliseconds patience{5000};

    BackendPoller(BalancerApi &api, const core::Clock &clock, QObject *parent = nullptr);

    void start();
    void stop();
    /// Nothing if it was not started, or while a request is under way.
    void pollNow();
    bool isRunning() const { return m_running; }
    /// Of the last answer; null if that was good.
    const ApiError *error() const { return m_error ? &*m_error : nullptr; }
    std::optional<core::Instant> lastAnswer() const { return m_lastAnswer; } // good ones only
    void clear(); // forgets the last answer and error

Q_SIGNALS:
    void polled(const guarita::console::BalancerReport &report, guarita::core::Instant at);
    void failed();

private:
    void answered(Reply<BalancerReport> reply);
    void giveUp();
    void scheduleNext();

    BalancerApi &m_api;
    const core::Clock &m_clock;
    QTimer m_timer;
    QTimer m_patience;
    Call m_call;
    core::Instant m_askedAt{};
    std::optional<ApiError> m_error;
    std::optional<core::Instant> m_lastAnswer;
    int m_failures = 0;
    bool m_running = false;
    bool m_asking = false;
};

} // namespace guarita::console
