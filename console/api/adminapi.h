// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/auditrecord.h"
#include "console/api/session.h"
#include "console/api/user.h"

namespace guarita::console {

/// What administrators call, and everybody's own password. None of it is sent twice by itself.
class AdminApi final
{
public:
    explicit AdminApi(Session &session)
        : m_session(session)
    {
    }

    Session &session() { return m_session; }

    /// Up to 200 users from after a name; from the first with an empty one.
    Call listUsers(const QString &after, int limit, OnReply<UserPage> done);
    Call findUser(const QString &name, OnReply<User> done);
    Call createUser(const NewUser &user, OnReply<User> done);
    /// If-Match on `version`: Conflict if somebody else was there.
    Call changeUser(const QString &name, qint64 version, const UserChange &change, OnReply<User> done);
    /// Ends all sessions of the user, this one, too. Fails as Forbidden with "senha_atual_incorreta".
    Call changePassword(const QString &current, const QString &fresh, OnReply<core::Done> done);

    /// Up to 500 records, the newest first; older ones than `before`, if that is given.
    Call listAudit(const AuditQuery &query, std::optional<qint64> before, int limit, OnReply<AuditPage> done);
    /// Newer ones than `after`, the oldest first.
    Call followAudit(const AuditQuery &query, qint64 after, int limit, OnReply<AuditPage> done);
    /// All of them, a JSON object a line. `done` when it has ended.
    Call exportAudit(const AuditQuery &query, StreamSink sink, OnReply<core::Done> done);

private:
    Session &m_session;
};

} // namespace guarita::console
