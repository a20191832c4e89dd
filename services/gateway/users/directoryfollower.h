// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "gateway/users/directory.h"
#include "gateway/users/userrepository.h"
#include "sql/databasepool.h"

#include <QtCore/QTimer>

#include <chrono>
#include <functional>
#include <vector>

namespace guarita::gateway {

using UserPool = sql::DatabasePool<UserRepository>;

/// Keeps the directory true: asks the store for its generation several times a second, and reads it again
/// when that is another one. So a change that any process makes counts in all of them within half a second.
///
/// While the store is away the directory stays as it is: nobody can change it then. Event-loop thread only.
class DirectoryFollower
{
public:
    static constexpr std::chrono::milliseconds interval{250};

    /// All outlive the follower. `accessLifetime`: how long the longest access token goes on after its
    /// session has ended. `replaced` is called whenever the directory was.
    DirectoryFollower(UserPool &users, Directory &directory, const core::Clock &clock,
                      std::chrono::seconds accessLifetime, std::function<void()> replaced);

    void start();
    /// Reads again now; `done` is called when the directory is as new as this call, or the store is away. A
    /// change made here counts here before its answer is sent.
    void refresh(std::function<void()> done);

private:
    void ask();
    void read();
    void told(const sql::Outcome<qint64> &generation);

    UserPool &m_users;
    Directory &m_directory;
    const core::Clock &m_clock;
    const std::chrono::seconds m_accessLifetime;
    const std::function<void()> m_replaced;
    QTimer m_timer;
    bool m_busy = false;
    std::vector<std::function<void()>> m_waiting; // for a reading that has not begun
};

} // namespace guarita::gateway
