// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QStringList>

#include <functional>
#include <vector>

namespace guarita::console {

/// Whether the desktop has a keychain, found out without opening it (which could ask the user for its
/// password): whether its name on the session bus is taken, or would be by a service that the bus can start.
class KeychainPresence final : public QObject
{
public:
    enum class State { Unknown, Absent, Present };

    KeychainPresence();

    State state() const { return m_state; }
    /// Calls `then` from the event loop, once it is known; not if `context` was destroyed before.
    void whenKnown(QObject *context, std::function<void(bool present)> then);
    /// It turned out not to work.
    void deny() { m_state = State::Absent; }

private:
    void ask(const QString &list);
    void learn(const QStringList &names);
    void settle(State state);

    State m_state = State::Unknown;
    int m_asked = 0;
    std::vector<std::function<void()>> m_waiting;
};

} // namespace guarita::console
