// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/auth/accountthrottle.h"
#include "gateway/users/directoryfollower.h"

#include <QtCore/QTimer>

#include <chrono>
#include <optional>
#include <vector>

namespace guarita::gateway {

/// Tells the throttle from where accounts have logged in, here before the last start and at other gateways:
/// the audit has it. Event-loop thread only.
class LoginHistory
{
public:
    static constexpr std::chrono::minutes interval{1};

    /// All outlive the history. `familiar`: how far back a log-in matters.
    LoginHistory(UserPool &users, AccountThrottle &throttle, const core::Clock &clock,
                 std::chrono::milliseconds familiar);

    /// Reads now and every minute.
    void start();
    /// What has come since the last time.
    void read();
    /// Another time back from now on: all of it is read.
    void apply(std::chrono::milliseconds familiar);

private:
    void learn(const std::vector<AuditRecord> &oldestFirst);

    UserPool &m_users;
    AccountThrottle &m_throttle;
    const core::Clock &m_clock;
    std::chrono::milliseconds m_familiar;
    QTimer m_timer;
    std::optional<qint64> m_last; // the newest record that was read; none: nothing was
};

} // namespace guarita::gateway
