// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/user.h"

#include <QtCore/QString>

#include <algorithm>

namespace guarita::gateway {

namespace {

bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

} // namespace

bool isUserName(QByteArrayView name)
{
    constexpr qsizetype longest = 64;
    const auto fits = [](char c) {
        return isLetterOrDigit(c) || c == '.' || c == '_' || c == '-' || c == '@';
    };
    return !name.isEmpty() && name.size() <= longest && isLetterOrDigit(name.front()) &&
           std::all_of(name.begin(), name.end(), fits);
}

bool isAcceptablePassword(QByteArrayView password)
{
    if (!password.isValidUtf8())
        return false;
    const qsizetype characters = QString::fromUtf8(password).size();
    return characters >= 8 && characters <= 256;
}

} // namespace guarita::gateway
