// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/precondition.h"
#include "core/result.h"
#include "gateway/users/audittable.h"
#include "gateway/users/gatewaytable.h"
#include "gateway/users/user.h"
#include "sql/repository.h"
#include "sql/schema.h"
#include "sql/sqlconnection.h"

#include <QtCore/QByteArray>

#include <memory>
#include <optional>
#include <vector>

namespace guarita::gateway {

/// The tables of the gateway: users and their sessions. They may share a database with the items.
sql::Schema gatewaySchema(const sql::SqlDialect &dialect);

/// What becomes of the demo user, whose password is public and who may do everything.
enum class DemoUser {
    LeaveAsIs,
    Offer,    // add it, or let it log in again
    Withdraw, // let it not log in
};

/// Users and sessions in a SQL database; the same statements on SQLite and PostgreSQL. Belongs to the thread
/// of its connection. `at` is now, as the caller's clock says.
///
/// Every change that others have to notice (a user's standing, a session that ended early) moves the
/// generation on in the same transaction.
class UserRepository final : public sql::Repository
{
public:
    template <typename T>
    using Outcome = sql::Outcome<T>;
    /// A user as it is now, or why it was not changed.
    using Changed = ChangedUser;

    static constexpr qint64 defaultSessions = 32;

    /// `sessionsPerUser`, 1 at least: of those that go on.
    explicit UserRepository(const std::shared_ptr<const sql::SqlDialect> &dialect,
                            DemoUser demo = DemoUser::LeaveAsIs, StoreTime now = {},
                            qint64 sessionsPerUser = defaultSessions);

    /// The first one also settles what becomes of the demo user.
    Outcome<core::Done> ping() override;

    /// By name, after the name `after`, at most `most`.
    Outcome<std::vector<User>> list(const QByteArray &after, qint64 most);
    Outcome<std::optional<Account>> find(const QByteArray &name);
    /// A change of users and its record in the audit are one transaction, that of a refusal included.
    Outcome<Changed> create(const NewUser &user, const Authorship &by);
    /// Whoever is disabled or gets another password loses all sessions. An empty change changes nothing, the
    /// version included.
    Outcome<Changed> change(const QByteArray &name, const UserChange &change,
                            const core::Precondition &wanted, const Authorship &by);
    /// Replaces a hash by a better one of the same password, unless the password was changed meanwhile.
    Outcome<core::Done> rehash(qint64 userId, const QByteArray &oldHash, const QByteArray &newHash);

    /// A session is what goes on when an access token expires: one refresh token at a time, of which only the
    /// SHA-256 is kept.
    ///
    /// One more than the user may have ends the one that was opened first; true if it did. Of those that are
    /// opened at the same moment more may stay, until the next one.
    /// Failure::NotFound if the user was changed since `account` was read: what was compared with its
    /// password may not be the user's any more.
    Outcome<bool> openSession(const QByteArray &id, const Account &account, const QByteArray &tokenHash,
                              StoreTime at, StoreTime end);
    /// Puts `newHash` in the place of `tokenHash`: each refresh token is good once (RFC 9700, 4.14.2).
    Outcome<RenewedSession> renewSession(const QByteArray &id, const QByteArray &tokenHash,
                                         const QByteArray &newHash, StoreTime at);
    /// The name of the user whose session was ended; empty: there was none to end. With a token's hash: only
    /// if the session goes on with that token.
    Outcome<QByteArray> endSession(const QByteArray &id, const std::optional<QByteArray> &tokenHash,
                                   StoreTime at);
    /// Sessions that ended before `before`, by time or early, at most `most`; how many they were.
    Outcome<qint64> forgetSessions(StoreTime before, qint64 most);

    /// What is recorded besides changes of users.
    AuditTable &audit() { return m_audit; }
    GatewayTable &gateways() { return m_gateways; }

    Outcome<qint64> generation();
    /// `endedSince`: how far back sessions that ended early still matter.
    Outcome<DirectorySnapshot> directory(StoreTime endedSince);

private:
    Outcome<core::Done> settleDemo();
    Outcome<std::optional<Account>> select(const QByteArray &name);
    template <typename Change, typename... Asked>
    Outcome<Changed> recorded(Change change, const Authorship &by, const Asked &...asked);
    Outcome<Changed> insert(const NewUser &user, StoreTime at);
    Outcome<Changed> changeInside(const QByteArray &name, const UserChange &change,
                                  const core::Precondition &wanted, StoreTime at);
    Outcome<Changed> update(const Account &account, const UserChange &change, StoreTime at);
    Outcome<bool> isLastAdmin(const Account &account);
    Outcome<core::Done> endSessionsOf(qint64 userId, StoreTime at);
    Outcome<bool> replaceSecret(const QByteArray &id, const QByteArray &tokenHash, const QByteArray &newHash,
                                StoreTime at);
    Outcome<std::optional<User>> userOfSession(const QByteArray &id);
    Outcome<qint64> countSessions(const Account &account, StoreTime at);
    Outcome<bool> makeRoom(const Account &account, StoreTime at);
    Outcome<core::Done> holdUnchanged(const Account &account);
    Outcome<bool> goesOn(const QByteArray &id, const std::optional<QByteArray> &tokenHash, StoreTime at);
    Outcome<bool> endInside(const QByteArray &id, const std::optional<QByteArray> &tokenHash, StoreTime at);
    Outcome<qint64> selectGeneration();
    Outcome<core::Done> moveOn();
    Outcome<core::Done> execute(const QString &sql, const QVariantList &values);

    sql::SqlConnection m_connection;
    AuditTable m_audit;
    GatewayTable m_gateways;
    DemoUser m_demo; // still to be settled
    const StoreTime m_opened;
    const qint64 m_sessionsPerUser;
};

} // namespace guarita::gateway
