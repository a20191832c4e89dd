// SPDX-License-Identifier: GPL-3.0-or-later
// The part of UserRepository that is about sessions.
#include "gateway/users/rows.h"
#include "gateway/users/userrepository.h"
#include "sql/finisher.h"

namespace guarita::gateway {

using core::Done;
using namespace rows;
using sql::Failure;
using sql::Finisher;
using sql::StorageError;

namespace {

constexpr qint64 mostEndedAtOnce = 1'000; // of a store that was filled without a limit

} // namespace

/// Locks the user's row until the transaction ends: a change of the user comes wholly before or wholly after.
UserRepository::Outcome<Done> UserRepository::holdUnchanged(const Account &account)
{
    const Outcome<QSqlQuery *> held = m_connection.run(
        QStringLiteral("UPDATE usuarios SET versao = versao WHERE id = ? AND versao = ? AND ativo = 1"),
        {number(account.id), number(account.user.version)});
    if (!held)
        return held.error();
    const Finisher finisher(*held.value());
    if (held.value()->numRowsAffected() != 1)
        return StorageError{Failure::NotFound, QStringLiteral("the user was changed meanwhile")};
    return Done{};
}

/// Ends the sessions that the user may not have besides a new one, the oldest ones. Comes before the user is
/// held, since changes of users take the lock of all changes first.
UserRepository::Outcome<bool> UserRepository::makeRoom(const Account &account, StoreTime at)
{
    const Outcome<qint64> going = countSessions(account, at);
    if (!going)
        return going.error();
    if (going.value() < m_sessionsPerUser)
        return false;
    if (const Outcome<Done> locked = moveOn(); !locked)
        return locked.error();
    const Outcome<Done> ended = execute(
        QStringLiteral("UPDATE sessoes SET encerrada_em_ms = ? WHERE id IN (SELECT id FROM sessoes"
                       " WHERE usuario = ? AND encerrada_em_ms IS NULL AND expira_em_ms > ?"
                       " ORDER BY aberta_em_ms DESC, id DESC LIMIT ? OFFSET ?)"),
        {stamp(at), number(account.id), stamp(at), number(mostEndedAtOnce), number(m_sessionsPerUser - 1)});
    return ended ? Outcome<bool>(true) : ended.error();
}

UserRepository::Outcome<qint64> UserRepository::countSessions(const Account &account, StoreTime at)
{
    const Outcome<QSqlQuery *> counted = m_connection.run(
        QStringLiteral("SELECT count(*) FROM sessoes WHERE usuario = ? AND encerrada_em_ms IS NULL"
                       " AND expira_em_ms > ?"),
        {number(account.id), stamp(at)});
    if (!counted)
        return counted.error();
    const Finisher finisher(*counted.value());
    return counted.value()->next() ? counted.value()->value(0).toLongLong() : 0;
}

UserRepository::Outcome<bool> UserRepository::openSession(const QByteArray &id, const Account &account,
                                                          const QByteArray &tokenHash, StoreTime at,
                                                          StoreTime end)
{
    return m_connection.write([&]() -> Outcome<bool> {
        const Outcome<bool> room = makeRoom(account, at);
        if (!room)
            return room;
        if (const Outcome<Done> held = holdUnchanged(account); !held)
            return held.error();
        const Outcome<Done> opened =
            execute(QStringLiteral("INSERT INTO sessoes (id, usuario, segredo, aberta_em_ms, usada_em_ms,"
                                   " expira_em_ms) VALUES (?, ?, ?, ?, ?, ?)"),
                    {text(id), number(account.id), text(tokenHash), stamp(at), stamp(at), stamp(end)});
        return opened ? room : opened.error();
    });
}

/// Two transactions, so that nobody who waits for the session's row holds it when he goes for the lock of all
/// changes: whoever changes the user has that and wants the row. In the first one nothing but the commit
/// comes after the row is held; many may wait for it.
UserRepository::Outcome<RenewedSession> UserRepository::renewSession(const QByteArray &id,
                                                                     const QByteArray &tokenHash,
                                                                     const QByteArray &newHash, StoreTime at)
{
    std::optional<User> user;
    const Outcome<bool> renewed = m_connection.write([&]() -> Outcome<bool> {
        Outcome<std::optional<User>> found = userOfSession(id);
        if (!found)
            return found.error();
        user = std::move(found.value());
        return user ? replaceSecret(id, tokenHash, newHash, at) : Outcome<bool>(false);
    });
    if (!renewed)
        return renewed.error();
    if (!user)
        return RenewedSession{};
    if (renewed.value())
        return RenewedSession{Renewal::Renewed, *user};
    // The token is not the session's. If the session goes on, it once was, or it was made up.
    const Outcome<bool> ended = m_connection.write([&] { return endInside(id, std::nullopt, at); });
    if (!ended)
        return ended.error();
    return ended.value() ? RenewedSession{Renewal::Reused, *user} : RenewedSession{};
}

UserRepository::Outcome<bool> UserRepository::replaceSecret(const QByteArray &id, const QByteArray &tokenHash,
                                                            const QByteArray &newHash, StoreTime at)
{
    const Outcome<QSqlQuery *> updated =
        m_connection.run(QStringLiteral("UPDATE sessoes SET segredo = ?, usada_em_ms = ? WHERE id = ?"
                                        " AND segredo = ? AND encerrada_em_ms IS NULL AND expira_em_ms > ?"),
                         {text(newHash), stamp(at), text(id), text(tokenHash), stamp(at)});
    if (!updated)
        return updated.error();
    const Finisher finisher(*updated.value());
    return updated.value()->numRowsAffected() == 1;
}

UserRepository::Outcome<std::optional<User>> UserRepository::userOfSession(const QByteArray &id)
{
    const Outcome<QSqlQuery *> row = m_connection.run(
        QStringLiteral("SELECT " GUARITA_USER_COLUMNS
                       " FROM usuarios WHERE id = (SELECT usuario FROM sessoes WHERE id = ?)"),
        {text(id)});
    if (!row)
        return row.error();
    const Finisher finisher(*row.value());
    return row.value()->next() ? std::optional(userOf(*row.value())) : std::nullopt;
}

UserRepository::Outcome<bool> UserRepository::goesOn(const QByteArray &id,
                                                     const std::optional<QByteArray> &tokenHash, StoreTime at)
{
    const Outcome<QSqlQuery *> row = m_connection.run(
        QStringLiteral(
            "SELECT segredo FROM sessoes WHERE id = ? AND encerrada_em_ms IS NULL AND expira_em_ms > ?"),
        {text(id), stamp(at)});
    if (!row)
        return row.error();
    const Finisher finisher(*row.value());
    return row.value()->next() && (!tokenHash || row.value()->value(0).toString().toLatin1() == *tokenHash);
}

/// Looks before it takes the lock of all changes, so that sessions that are over cost the others nothing.
UserRepository::Outcome<bool>
UserRepository::endInside(const QByteArray &id, const std::optional<QByteArray> &tokenHash, StoreTime at)
{
    Outcome<bool> there = goesOn(id, tokenHash, at);
    if (!there || !there.value())
        return there;
    if (const Outcome<Done> locked = moveOn(); !locked)
        return locked.error();
    const Outcome<QSqlQuery *> ended = m_connection.run(
        QStringLiteral("UPDATE sessoes SET encerrada_em_ms = ? WHERE id = ? AND encerrada_em_ms IS NULL"),
        {stamp(at), text(id)});
    if (!ended)
        return ended.error();
    const Finisher finisher(*ended.value());
    return ended.value()->numRowsAffected() == 1;
}

UserRepository::Outcome<QByteArray>
UserRepository::endSession(const QByteArray &id, const std::optional<QByteArray> &tokenHash, StoreTime at)
{
    return m_connection.write([&]() -> Outcome<QByteArray> {
        const Outcome<bool> ended = endInside(id, tokenHash, at);
        if (!ended)
            return ended.error();
        if (!ended.value())
            return QByteArray();
        const Outcome<std::optional<User>> user = userOfSession(id);
        if (!user)
            return user.error();
        return user.value() ? user.value()->name : QByteArray();
    });
}

UserRepository::Outcome<qint64> UserRepository::forgetSessions(StoreTime before, qint64 most)
{
    return m_connection.write([&]() -> Outcome<qint64> {
        const Outcome<QSqlQuery *> gone = m_connection.run(
            QStringLiteral("DELETE FROM sessoes WHERE id IN"
                           " (SELECT id FROM sessoes WHERE expira_em_ms < ? OR encerrada_em_ms < ? LIMIT ?)"),
            {stamp(before), stamp(before), number(most)});
        if (!gone)
            return gone.error();
        const Finisher finisher(*gone.value());
        return static_cast<qint64>(gone.value()->numRowsAffected());
    });
}

} // namespace guarita::gateway
