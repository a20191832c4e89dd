// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/directoryfollower.h"

#include <utility>

namespace guarita::gateway {

DirectoryFollower::DirectoryFollower(UserPool &users, Directory &directory, const core::Clock &clock,
                                     std::chrono::seconds accessLifetime, std::function<void()> replaced)
    : m_users(users)
    , m_directory(directory)
    , m_clock(clock)
    , m_accessLifetime(accessLifetime)
    , m_replaced(std::move(replaced))
{
    m_timer.setInterval(interval);
    m_timer.callOnTimeout([this] { ask(); });
}

void DirectoryFollower::start()
{
    m_timer.start();
    ask();
}

void DirectoryFollower::refresh(std::function<void()> done)
{
    m_waiting.push_back(std::move(done));
    if (!m_busy)
        read();
}

void DirectoryFollower::ask()
{
    if (std::exchange(m_busy, true))
        return;
    m_users.submit([](UserRepository &users) { return users.generation(); },
                   [this](const sql::Outcome<qint64> &generation) { told(generation); });
}

void DirectoryFollower::told(const sql::Outcome<qint64> &generation)
{
    const bool changed =
        generation && (!m_directory.isLoaded() || generation.value() != m_directory.generation());
    m_busy = false;
    if (changed || !m_waiting.empty())
        read();
}

void DirectoryFollower::read()
{
    m_busy = true;
    const StoreTime since = forgettableBefore(m_clock, m_accessLifetime);
    m_users.submit(
        [since](UserRepository &users) { return users.directory(since); },
        [this, waiting = std::exchange(m_waiting, {})](const sql::Outcome<DirectorySnapshot> &snapshot) {
            if (snapshot) {
                m_directory.replace(snapshot.value());
                m_replaced();
            }
            m_busy = false;
            for (const std::function<void()> &done : waiting)
                done();
            if (!m_waiting.empty() && !m_busy)
                read();
        });
}

} // namespace guarita::gateway
