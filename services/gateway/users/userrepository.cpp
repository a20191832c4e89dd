// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/userrepository.h"

#include "gateway/users/rows.h"
#include "sql/finisher.h"
#include "sql/sqldialect.h"

namespace guarita::gateway {

using core::Done;
using namespace rows;
using sql::Failure;
using sql::Finisher;
using sql::StorageError;

UserRepository::UserRepository(const std::shared_ptr<const sql::SqlDialect> &dialect, DemoUser demo,
                               StoreTime now, qint64 sessionsPerUser)
    : m_connection(dialect, gatewaySchema(*dialect))
    , m_audit(m_connection, dialect->kind())
    , m_gateways(m_connection)
    , m_demo(demo)
    , m_opened(now)
    , m_sessionsPerUser(sessionsPerUser)
{
}

UserRepository::Outcome<Done> UserRepository::execute(const QString &sql, const QVariantList &values)
{
    const Outcome<QSqlQuery *> query = m_connection.run(sql, values);
    if (!query)
        return query.error();
    const Finisher finisher(*query.value());
    return Done{};
}

UserRepository::Outcome<Done> UserRepository::ping()
{
    if (m_demo == DemoUser::LeaveAsIs)
        return m_connection.read([this] { return execute(QStringLiteral("SELECT 1"), {}); });
    const Outcome<Done> settled = m_connection.write([this] { return settleDemo(); });
    if (settled)
        m_demo = DemoUser::LeaveAsIs;
    return settled;
}

/// Who once was the demo user stays it, whatever the password: with another spelling of the public one it
/// could not be told from a user of somebody's own.
UserRepository::Outcome<Done> UserRepository::settleDemo()
{
    const Outcome<std::optional<Account>> found = select(demoName);
    if (!found)
        return found.error();
    const bool offer = m_demo == DemoUser::Offer;
    const auto now = number(0); // it has no history
    if (offer && !found.value()) {
        const Roles all{Role::Reader, Role::Editor, Role::Operator, Role::Admin};
        if (const Outcome<Done> told = moveOn(); !told)
            return told.error();
        return execute(
            QStringLiteral(
                "INSERT INTO usuarios (nome, senha, papeis, ativo, versao, criado_em_ms,"
                " alterado_em_ms, demo) VALUES (?, ?, ?, 1, 1, ?, ?, 1) ON CONFLICT (nome) DO NOTHING"),
            {text(demoName), text(demoPasswordHash), text(all), now, now});
    }
    if (!found.value() || !found.value()->user.demo || found.value()->user.enabled == offer)
        return Done{};
    if (const Outcome<Done> told = moveOn(); !told)
        return told.error();
    if (const Outcome<Done> ended = endSessionsOf(found.value()->id, m_opened); !ended)
        return ended.error();
    return execute(QStringLiteral("UPDATE usuarios SET ativo = ?, versao = versao + 1 WHERE id = ?"),
                   {number(offer), number(found.value()->id)});
}

UserRepository::Outcome<std::vector<User>> UserRepository::list(const QByteArray &after, qint64 most)
{
    return m_connection.read([&]() -> Outcome<std::vector<User>> {
        const Outcome<QSqlQuery *> rows =
            m_connection.run(QStringLiteral("SELECT " GUARITA_USER_COLUMNS
                                            " FROM usuarios WHERE nome > ? ORDER BY nome LIMIT ?"),
                             {text(after), number(most)});
        if (!rows)
            return rows.error();
        const Finisher finisher(*rows.value());
        std::vector<User> users;
        while (rows.value()->next())
            users.push_back(userOf(*rows.value()));
        return users;
    });
}

UserRepository::Outcome<std::optional<Account>> UserRepository::select(const QByteArray &name)
{
    const Outcome<QSqlQuery *> row = m_connection.run(
        QStringLiteral("SELECT id, " GUARITA_USER_COLUMNS " FROM usuarios WHERE nome = ?"), {text(name)});
    if (!row)
        return row.error();
    const Finisher finisher(*row.value());
    if (!row.value()->next())
        return std::optional<Account>();
    return std::optional(Account{row.value()->value(0).toLongLong(), userOf(*row.value(), 1),
                                 row.value()->value(8).toString().toLatin1()});
}

UserRepository::Outcome<std::optional<Account>> UserRepository::find(const QByteArray &name)
{
    return m_connection.read([&] { return select(name); });
}

/// Also the lock that lets one change of users happen at a time, so that two admins cannot disable each
/// other.
UserRepository::Outcome<Done> UserRepository::moveOn()
{
    return execute(QStringLiteral("UPDATE diretorio SET geracao = geracao + 1"), {});
}

/// Makes a change of users and records how it ended.
template <typename Change, typename... Asked>
UserRepository::Outcome<UserRepository::Changed> UserRepository::recorded(Change change, const Authorship &by,
                                                                          const Asked &...asked)
{
    return m_connection.write([&]() -> Outcome<Changed> {
        if (const Outcome<Done> locked = moveOn(); !locked)
            return locked.error();
        Outcome<Changed> made = change();
        if (!made)
            return made;
        const Outcome<Done> written = m_audit.append(recordsOf(asked..., made.value(), by));
        return written ? made : written.error();
    });
}

UserRepository::Outcome<UserRepository::Changed> UserRepository::create(const NewUser &user,
                                                                        const Authorship &by)
{
    return recorded([&] { return insert(user, by.at); }, by, user);
}

UserRepository::Outcome<UserRepository::Changed> UserRepository::insert(const NewUser &user, StoreTime at)
{
    const Outcome<QSqlQuery *> inserted = m_connection.run(
        QStringLiteral("INSERT INTO usuarios (nome, senha, papeis, ativo, versao, criado_em_ms,"
                       " alterado_em_ms) VALUES (?, ?, ?, 1, 1, ?, ?) ON CONFLICT (nome) DO NOTHING"),
        {text(user.name), text(user.passwordHash), text(user.roles), stamp(at), stamp(at)});
    if (!inserted)
        return inserted.error();
    const Finisher finisher(*inserted.value());
    if (inserted.value()->numRowsAffected() != 1)
        return Changed(UserRefusal::NameTaken);
    return Changed(User{user.name, user.roles, true, false, 1, at, at});
}

/// The demo user does not count: it goes when DEMO does.
UserRepository::Outcome<bool> UserRepository::isLastAdmin(const Account &account)
{
    if (!account.user.enabled || !account.user.roles.has(Role::Admin))
        return false;
    const Outcome<QSqlQuery *> others = m_connection.run(
        QStringLiteral("SELECT count(*) FROM usuarios WHERE ativo = 1 AND papeis LIKE '%admin%' AND id <> ?"
                       " AND demo = 0"),
        {number(account.id)});
    if (!others)
        return others.error();
    const Finisher finisher(*others.value());
    return others.value()->next() && others.value()->value(0).toLongLong() == 0;
}

UserRepository::Outcome<UserRepository::Changed> UserRepository::change(const QByteArray &name,
                                                                        const UserChange &change,
                                                                        const core::Precondition &wanted,
                                                                        const Authorship &by)
{
    return recorded([&] { return changeInside(name, change, wanted, by.at); }, by, name, change);
}

UserRepository::Outcome<UserRepository::Changed>
UserRepository::changeInside(const QByteArray &name, const UserChange &change,
                             const core::Precondition &wanted, StoreTime at)
{
    const Outcome<std::optional<Account>> found = select(name);
    if (!found)
        return found.error();
    if (!found.value())
        return Changed(UserRefusal::NoSuchUser);
    const Account &account = *found.value();
    if (!wanted.allows(account.user.version))
        return Changed(UserRefusal::OtherVersion);
    if (change.isEmpty())
        return Changed(account.user);
    const bool staysAdmin = change.enabled.value_or(account.user.enabled) &&
                            change.roles.value_or(account.user.roles).has(Role::Admin);
    if (!staysAdmin) {
        const Outcome<bool> last = isLastAdmin(account);
        if (!last)
            return last.error();
        if (last.value())
            return Changed(UserRefusal::LastAdmin);
    }
    return update(account, change, at);
}

UserRepository::Outcome<UserRepository::Changed>
UserRepository::update(const Account &account, const UserChange &change, StoreTime at)
{
    User user = account.user;
    user.roles = change.roles.value_or(user.roles);
    user.enabled = change.enabled.value_or(user.enabled);
    user.version += 1;
    user.changedAt = at;
    const Outcome<Done> updated =
        execute(QStringLiteral("UPDATE usuarios SET senha = ?, papeis = ?, ativo = ?, versao = ?,"
                               " alterado_em_ms = ? WHERE id = ?"),
                {text(change.passwordHash.value_or(account.passwordHash)), text(user.roles),
                 number(user.enabled), number(user.version), stamp(at), number(account.id)});
    if (!updated)
        return updated.error();
    if (!user.enabled || change.passwordHash) {
        if (const Outcome<Done> ended = endSessionsOf(account.id, at); !ended)
            return ended.error();
    }
    return Changed(user);
}

UserRepository::Outcome<Done> UserRepository::endSessionsOf(qint64 userId, StoreTime at)
{
    return execute(QStringLiteral("UPDATE sessoes SET encerrada_em_ms = ?"
                                  " WHERE usuario = ? AND encerrada_em_ms IS NULL"),
                   {stamp(at), number(userId)});
}

UserRepository::Outcome<Done> UserRepository::rehash(qint64 userId, const QByteArray &oldHash,
                                                     const QByteArray &newHash)
{
    return m_connection.write([&] {
        return execute(QStringLiteral("UPDATE usuarios SET senha = ? WHERE id = ? AND senha = ?"),
                       {text(newHash), number(userId), text(oldHash)});
    });
}

UserRepository::Outcome<qint64> UserRepository::selectGeneration()
{
    const Outcome<QSqlQuery *> row = m_connection.run(QStringLiteral("SELECT geracao FROM diretorio"), {});
    if (!row)
        return row.error();
    const Finisher finisher(*row.value());
    if (!row.value()->next())
        return StorageError{Failure::Internal, QStringLiteral("no generation of the directory")};
    return row.value()->value(0).toLongLong();
}

UserRepository::Outcome<qint64> UserRepository::generation()
{
    return m_connection.read([this] { return selectGeneration(); });
}

UserRepository::Outcome<DirectorySnapshot> UserRepository::directory(StoreTime endedSince)
{
    // The generation comes first: what is read after it is at least as new, and if it is newer, the next look
    // at the generation sees another one and reads again.
    return m_connection.read([&]() -> Outcome<DirectorySnapshot> {
        const Outcome<qint64> generation = selectGeneration();
        if (!generation)
            return generation.error();
        DirectorySnapshot snapshot;
        snapshot.generation = generation.value();
        {
            const Outcome<QSqlQuery *> users =
                m_connection.run(QStringLiteral("SELECT nome, papeis FROM usuarios WHERE ativo = 1"), {});
            if (!users)
                return users.error();
            const Finisher finisher(*users.value());
            while (users.value()->next())
                snapshot.enabledUsers.push_back(
                    {users.value()->value(0).toString().toLatin1(),
                     parseRoles(users.value()->value(1).toString().toLatin1()).value_or(Roles{})});
        }
        const Outcome<QSqlQuery *> sessions = m_connection.run(
            QStringLiteral("SELECT id FROM sessoes WHERE encerrada_em_ms >= ?"), {stamp(endedSince)});
        if (!sessions)
            return sessions.error();
        const Finisher finisher(*sessions.value());
        while (sessions.value()->next())
            snapshot.endedSessions.push_back(sessions.value()->value(0).toString().toLatin1());
        return snapshot;
    });
}

} // namespace guarita::gateway
