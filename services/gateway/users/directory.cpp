// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/directory.h"

namespace guarita::gateway {

void Directory::replace(const DirectorySnapshot &snapshot)
{
    m_loaded = true;
    m_generation = snapshot.generation;
    m_roles.clear();
    for (const DirectorySnapshot::Entry &entry : snapshot.enabledUsers)
        m_roles.insert(entry.name, entry.roles);
    m_endedSessions = QSet<QByteArray>(snapshot.endedSessions.begin(), snapshot.endedSessions.end());
}

std::optional<Roles> Directory::rolesOf(const QByteArray &user) const
{
    const auto found = m_roles.constFind(user);
    return found == m_roles.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace guarita::gateway
