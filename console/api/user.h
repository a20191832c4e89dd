// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/role.h"
#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <vector>

namespace guarita::console {

/// A user as GET /admin/usuarios tells of it.
struct User
{
    QString name;
    Roles roles;
    bool enabled = true;
    bool demo = false; // of the demonstration; it cannot be changed
    qint64 version = 0;
    QDateTime created; // UTC; invalid: nobody knows
    QDateTime changed;

    friend bool operator==(const User &, const User &) = default;
};

/// Users by their names; `next` is after which to go on, empty at the end.
struct UserPage
{
    std::vector<User> users;
    QString next;
};

/// What a user is to become; what is not set stays.
struct UserChange
{
    std::optional<Roles> roles{};
    std::optional<bool> enabled{};
    std::optional<QString> password{};
};

struct NewUser
{
    QString name;
    QString password;
    Roles roles;
};

constexpr int mostNameLength = 64;
constexpr int leastPasswordLength = 8;
constexpr int mostPasswordLength = 256;

/// 1 to 64 of a-z 0-9 . _ - @, first a letter or a digit.
bool isUserName(const QString &name);

/// Fail with "user_invalid".
core::Result<User> decodeUser(const QByteArray &json);
core::Result<UserPage> decodeUserPage(const QByteArray &json);
QByteArray encodeUserChange(const UserChange &change);
QByteArray encodeNewUser(const NewUser &user);

} // namespace guarita::console
