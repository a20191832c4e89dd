// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/users/user.h"

#include <QtCore/QVariant>
#include <QtSql/QSqlQuery>

namespace guarita::gateway {

/// How the gateway's values stand in its tables.
namespace rows {

inline QVariant number(qint64 value)
{
    return static_cast<qlonglong>(value);
}

inline QVariant stamp(StoreTime time)
{
    return number(time.count());
}

/// Names, hashes and ids are ASCII; none is null.
inline QVariant text(const QByteArray &value)
{
    return value.isEmpty() ? QStringLiteral("") : QString::fromLatin1(value);
}

inline QVariant text(Roles roles)
{
    return text(roleNames(roles).join(','));
}

inline constexpr char demoName[] = "usuario";
// With passwordhash::make()'s parameters.
inline constexpr char demoPasswordHash[] = "$argon2id$v=19$m=19456,t=2,p=1$HVFyYAxFnD0gy72buki64w$"
                                           "kRoCJmidFlg1HDdHvocPuqOWDapNQ4MdQhoiZCikQBo";

#define GUARITA_USER_COLUMNS "nome, papeis, ativo, versao, criado_em_ms, alterado_em_ms, demo, senha"

/// What GUARITA_USER_COLUMNS are. A role that a newer program gave and this one does not know allows nothing.
inline User userOf(const QSqlQuery &row, int first = 0)
{
    User user;
    user.name = row.value(first).toString().toLatin1();
    user.roles = parseRoles(row.value(first + 1).toString().toLatin1()).value_or(Roles{});
    user.enabled = row.value(first + 2).toLongLong() != 0;
    user.version = row.value(first + 3).toLongLong();
    user.createdAt = StoreTime(row.value(first + 4).toLongLong());
    user.changedAt = StoreTime(row.value(first + 5).toLongLong());
    user.demo = row.value(first + 6).toLongLong() != 0;
    return user;
}

} // namespace rows

} // namespace guarita::gateway
