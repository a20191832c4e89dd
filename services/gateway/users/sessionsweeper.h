// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "gateway/users/directoryfollower.h"

#include <QtCore/QTimer>

#include <chrono>

namespace guarita::gateway {

/// Deletes sessions that are over, some at a time, now and every ten minutes. Event-loop thread only.
class SessionSweeper
{
public:
    static constexpr std::chrono::minutes interval{10};
    static constexpr qint64 mostAtOnce = 1'000;

    /// Both outlive the sweeper. `accessLifetime`: how long the longest access token goes on after its
    /// session has ended; a session that was ended early is remembered for so long, or its tokens would be
    /// good again.
    SessionSweeper(UserPool &users, const core::Clock &clock, std::chrono::seconds accessLifetime);

    void start();

private:
    void sweep();

    UserPool &m_users;
    const core::Clock &m_clock;
    const std::chrono::seconds m_accessLifetime;
    QTimer m_timer;
};

} // namespace guarita::gateway
