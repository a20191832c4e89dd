// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/users/user.h"
#include "http/message.h"

#include <QtCore/QByteArray>

#include <vector>

namespace guarita::gateway {

/// 200 or 201 with a user, never with the password's hash, and the entity-tag of its version.
http::Response userResponse(const User &user, int status = 200);

/// A page of the list of users. `more`: there are others behind the last one.
QByteArray usersJson(const std::vector<User> &users, bool more);

/// What a user sees of the own account.
QByteArray accountJson(const User &user);

} // namespace guarita::gateway
