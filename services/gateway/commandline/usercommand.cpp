// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/commandline/usercommand.h"

#include "config/processsources.h"
#include "gateway/commandline/passwordprompt.h"
#include "gateway/gatewaysettings.h"
#include "gateway/passwords/passwordhash.h"
#include "gateway/users/userrepository.h"
#include "runtime/daemon.h"

#include <cstdio>
#include <map>

#include <sysexits.h>

namespace guarita::gateway {

namespace {

const char usage[] =
    "Usage: guarita-gateway user add NAME ROLES     reads the password from standard input\n"
    "       guarita-gateway user passwd NAME        the same; ends the user's sessions\n"
    "       guarita-gateway user roles NAME ROLES\n"
    "       guarita-gateway user disable NAME       ends the user's sessions\n"
    "       guarita-gateway user enable NAME\n"
    "       guarita-gateway user list\n"
    "\n"
    "ROLES are names with commas between them: leitor (reads items), editor (reads and writes them),\n"
    "operador (backends), admin (all of that, and users).\n"
    "The store is the one that USERS_DATABASE_URL or USERS_FILE name, in the environment or in .env\n"
    "(or in the file that --env-file names, before the command's other arguments).\n";

void say(std::FILE *out, const QString &line)
{
    std::fputs((line + u'\n').toUtf8().constData(), out);
}

int misused()
{
    std::fputs(usage, stderr);
    return EX_USAGE;
}

int refused(const QString &why)
{
    say(stderr, QStringLiteral("guarita-gateway: ") + why);
    return EX_DATAERR;
}

int storeAway(const sql::StorageError &error)
{
    say(stderr, QStringLiteral("guarita-gateway: the store of users: ") + error.detail);
    return EX_UNAVAILABLE;
}

QString sentenceFor(UserRefusal refusal, const QString &name)
{
    switch (refusal) {
    case UserRefusal::NameTaken:
        return QStringLiteral("there is a user %1 already").arg(name);
    case UserRefusal::NoSuchUser:
        return QStringLiteral("there is no user %1").arg(name);
    case UserRefusal::OtherVersion:
        return QStringLiteral("%1 was changed meanwhile").arg(name);
    case UserRefusal::LastAdmin:
        return QStringLiteral("%1 is the last admin who may log in").arg(name);
    }
    Q_UNREACHABLE();
}

QString lineOf(const User &user)
{
    return QStringLiteral("%1\t%2\t%3")
        .arg(QString::fromLatin1(user.name), QString::fromLatin1(roleNames(user.roles).join(',')),
             user.enabled ? QStringLiteral("enabled") : QStringLiteral("disabled"));
}

/// What the audit says of changes that are made here.
Authorship byCommandLine()
{
    return {storeTime(core::SystemClock()), "linha-de-comando"};
}

int report(const sql::Outcome<UserRepository::Changed> &outcome, const QString &name)
{
    if (!outcome)
        return storeAway(outcome.error());
    if (!outcome.value())
        return refused(sentenceFor(outcome.value().error(), name));
    say(stdout, lineOf(outcome.value().value()));
    return EX_OK;
}

/// The hash of the password on standard input; says itself what is wrong with it.
QByteArray readHash()
{
    QByteArray password = readPassword();
    if (!isAcceptablePassword(password)) {
        refused(QStringLiteral("a password has 8 to 256 characters, in UTF-8"));
        return {};
    }
    QByteArray hash = passwordhash::make(password);
    passwordhash::wipe(password);
    if (hash.isEmpty())
        refused(QStringLiteral("not enough memory to hash a password"));
    return hash;
}

int change(UserRepository &users, const QString &name, const UserChange &change)
{
    return report(users.change(name.toLatin1(), change, {}, byCommandLine()), name);
}

int add(UserRepository &users, const QStringList &words)
{
    const QByteArray name = words[1].toUtf8();
    if (!isUserName(name))
        return refused(
            QStringLiteral("a name has 1 to 64 of a-z, 0-9, '.', '_', '-' and '@', the first a letter"
                           " or a digit"));
    const std::optional<Roles> roles = parseRoles(words[2].toUtf8());
    if (!roles || roles->isEmpty())
        return misused();
    const QByteArray hash = readHash();
    return hash.isEmpty() ? EX_DATAERR
                          : report(users.create({name, *roles, hash}, byCommandLine()), words[1]);
}

int passwd(UserRepository &users, const QStringList &words)
{
    const QByteArray hash = readHash();
    return hash.isEmpty() ? EX_DATAERR : change(users, words[1], {.passwordHash = hash});
}

int changeRoles(UserRepository &users, const QStringList &words)
{
    const std::optional<Roles> roles = parseRoles(words[2].toUtf8());
    return roles && !roles->isEmpty() ? change(users, words[1], {.roles = *roles}) : misused();
}

int list(UserRepository &users, const QStringList &)
{
    constexpr qint64 page = 500;
    QByteArray last;
    while (true) {
        const auto some = users.list(last, page);
        if (!some)
            return storeAway(some.error());
        for (const User &user : some.value())
            say(stdout, lineOf(user));
        if (some.value().size() < page)
            return EX_OK;
        last = some.value().back().name;
    }
}

struct Command
{
    qsizetype words; // its own name included
    int (*run)(UserRepository &users, const QStringList &words);
};

const std::map<QString, Command> &commands()
{
    static const std::map<QString, Command> all = {
        {QStringLiteral("add"), {3, add}},
        {QStringLiteral("passwd"), {2, passwd}},
        {QStringLiteral("roles"), {3, changeRoles}},
        {QStringLiteral("disable"),
         {2, [](UserRepository &users,
                const QStringList &words) { return change(users, words[1], {.enabled = false}); }}},
        {QStringLiteral("enable"),
         {2, [](UserRepository &users,
                const QStringList &words) { return change(users, words[1], {.enabled = true}); }}},
        {QStringLiteral("list"), {1, list}},
    };
    return all;
}

/// The store that the gateway would use. Nothing if the configuration is wrong in what matters here, which is
/// said.
std::shared_ptr<const sql::SqlDialect> storeOf(const QStringList &flags)
{
    config::Reader reader(gatewayDaemonKeys(), config::processSources(flags));
    std::shared_ptr<const sql::SqlDialect> store = readUserStore(reader);
    for (const config::Mistake &mistake : reader.mistakes())
        say(stderr, QStringLiteral("guarita-gateway: %1: %2").arg(mistake.where, mistake.what));
    return reader.mistakes().empty() ? store : nullptr;
}

} // namespace

int userCommand(const QStringList &arguments)
{
    QStringList words = arguments;
    QStringList flags;
    while (!words.isEmpty() && words.front().startsWith(QStringLiteral("--"))) {
        flags.append(words.takeFirst());
        if (!flags.back().contains(u'=') && !words.isEmpty() && flags.back() != QStringLiteral("--help"))
            flags.append(words.takeFirst());
    }
    if (flags.contains(QStringLiteral("--help"))) {
        std::fputs(usage, stdout);
        return EX_OK;
    }
    const auto command = words.isEmpty() ? commands().end() : commands().find(words.front());
    if (command == commands().end() || command->second.words != words.size())
        return misused();
    const std::shared_ptr<const sql::SqlDialect> store = storeOf(flags);
    if (!store)
        return EX_USAGE;
    UserRepository users(store);
    return command->second.run(users, words);
}

} // namespace guarita::gateway
