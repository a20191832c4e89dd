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

QByteArray reasonOf(UserRefusal refusal)
{
    switch (refusal) {
    case UserRefusal::NameTaken:
        return "nome_em_uso";
    case UserRefusal::NoSuchUser:
        return "nao_encontrado";
    case UserRefusal::OtherVersion:
        return "versao_divergente";
    case UserRefusal::LastAdmin:
        return "ultimo_admin";
    }
    Q_UNREACHABLE();
}

int statusOf(UserRefusal refusal)
{
    switch (refusal) {
    case UserRefusal::NameTaken:
    case UserRefusal::LastAdmin:
        return 409;
    case UserRefusal::NoSuchUser:
        return 404;
    case UserRefusal::OtherVersion:
        return 412;
    }
    Q_UNREACHABLE();
}

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
