// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "gateway/identity/role.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <chrono>
#include <optional>
#include <vector>

namespace guarita::gateway {

/// Milliseconds since 1970-01-01T00:00:00Z, as the store keeps them.
using StoreTime = std::chrono::milliseconds;

inline StoreTime storeTime(const core::Clock &clock)
{
    return std::chrono::floor<StoreTime>(clock.wallNow()).time_since_epoch();
}

/// What ended before this time can be forgotten: no access token of it is good any more. An access token
/// outlives its session by its own lifetime at most; a minute more is for clocks that differ.
inline StoreTime forgettableBefore(const core::Clock &clock, std::chrono::seconds accessLifetime)
{
    return storeTime(clock) - accessLifetime - std::chrono::minutes(1);
}

struct User
{
    QByteArray name;
    Roles roles;
    bool enabled = true;
    bool demo = false; // the one whose password is public
    qint64 version = 1;
    StoreTime createdAt{0}; // 0: the demo user, which no one has made
    StoreTime changedAt{0};
};

/// What a log-in needs: the user, and the hash that the password is compared with.
struct Account
{
    qint64 id = 0;
    User user;
    QByteArray passwordHash;
};

struct NewUser
{
    QByteArray name;
    Roles roles;
    QByteArray passwordHash;
};

/// What is to be changed of a user; the rest stays.
struct UserChange
{
    std::optional<Roles> roles = {};
    std::optional<bool> enabled = {};
    std::optional<QByteArray> passwordHash = {};

    bool isEmpty() const { return !roles && !enabled && !passwordHash; }
};

/// Why a change of users was not made, though the store works.
enum class UserRefusal {
    NameTaken,
    NoSuchUser,
    OtherVersion, // the user has another version than expected
    LastAdmin,    // nobody but the demo user would be left who may manage users
};

/// Stable, for problems and records: "nome_em_uso", "nao_encontrado", "versao_divergente", "ultimo_admin".
QByteArray reasonOf(UserRefusal refusal);
/// The status of HTTP that says so.
int statusOf(UserRefusal refusal);

/// What became of a refresh token.
enum class Renewal {
    Renewed,
    Unknown, // no such session, or it has ended, or its user may not log in any more
    Reused,  // of a session that goes on with another token: both are stolen goods, the session is ended
};

struct RenewedSession
{
    Renewal outcome = Renewal::Unknown;
    User user; // not with Unknown
};

/// What every gateway process keeps in memory of the store, to judge each request without asking it.
struct DirectorySnapshot
{
    struct Entry
    {
        QByteArray name;
        Roles roles;
    };
    qint64 generation = 0;
    std::vector<Entry> enabledUsers;
    std::vector<QByteArray> endedSessions; // those whose access tokens may not have expired yet
};

/// 1 to 64 of a-z, 0-9, '.', '_', '-' and '@', the first a letter or a digit. Few enough that no two names
/// look alike and that one can stand in a path, a header field and a log without being escaped.
bool isUserName(QByteArrayView name);

/// 8 to 256 characters: NIST SP 800-63B, 5.1.1.2, and a bound on what is hashed.
bool isAcceptablePassword(QByteArrayView password);

} // namespace guarita::gateway
