// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/users/user.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QSet>

#include <optional>

namespace guarita::gateway {

/// Who may do what right now, in memory: what each request is judged by. A copy of what the store says,
/// replaced whole. Event-loop thread only.
class Directory
{
public:
    /// False until the store was read for the first time: nobody can be judged before.
    bool isLoaded() const { return m_loaded; }
    qint64 generation() const { return m_generation; }
    void replace(const DirectorySnapshot &snapshot);

    /// Nothing for a user who does not exist or is disabled.
    std::optional<Roles> rolesOf(const QByteArray &user) const;
    bool hasEnded(const QByteArray &session) const { return m_endedSessions.contains(session); }

private:
    bool m_loaded = false;
    qint64 m_generation = 0;
    QHash<QByteArray, Roles> m_roles;
    QSet<QByteArray> m_endedSessions;
};

} // namespace guarita::gateway
