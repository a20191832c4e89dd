// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "gateway/users/user.h"
#include "http/message.h"
#include "http/problem.h"

#include <QtCore/QByteArray>

#include <optional>

namespace guarita::gateway {

/// What a request says about a user. Passwords are in UTF-8.
struct UserFields
{
    std::optional<QByteArray> name;
    std::optional<QByteArray> password;
    std::optional<QByteArray> oldPassword;
    std::optional<Roles> roles;
    std::optional<bool> enabled;
};

/// A password of 256 characters is 3 KiB of JSON if each is escaped.
inline constexpr qsizetype mostUserBodyBytes = 8 * 1024;

/// {"nome", "senha", "papeis"}, all of them; everything that is wrong at once (422), or what is wrong with
/// the body as a whole (400, 413, 415).
core::Result<UserFields, http::Problem> readNewUser(const http::Request &request);
/// Any of {"papeis", "ativo", "senha"}.
core::Result<UserFields, http::Problem> readUserChange(const http::Request &request);
/// {"atual", "nova"}: oldPassword and password.
core::Result<UserFields, http::Problem> readPasswordChange(const http::Request &request);

} // namespace guarita::gateway
