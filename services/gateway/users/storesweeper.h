// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/users/directoryfollower.h"

#include <QtCore/QTimer>

#include <chrono>
#include <functional>

namespace guarita::gateway {

/// Deletes from the store what is over, some at a time, now and every ten minutes. Event-loop thread only.
class StoreSweeper
{
public:
    static constexpr std::chrono::minutes interval{10};
    static constexpr qint64 mostAtOnce = 1'000;

    /// Deletes what was over when it was made, at most so many; how many they were. Runs on a worker.
    using Forget = std::function<sql::Outcome<qint64>(UserRepository &users, qint64 most)>;
    using MakeForget = std::function<Forget()>;

    /// `users` outlives the sweeper.
    StoreSweeper(UserPool &users, MakeForget forget);

    void start();

private:
    void sweep();

    UserPool &m_users;
    const MakeForget m_forget;
    QTimer m_timer;
};

} // namespace guarita::gateway
