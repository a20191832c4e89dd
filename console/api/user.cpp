// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/user.h"

#include "console/api/jsonmembers.h"

#include <QtCore/QJsonDocument>

#include <algorithm>

namespace guarita::console {

namespace {

core::Error notAUser()
{
    return {"user_invalid", QStringLiteral("A user lacks a member, or one is of the wrong kind.")};
}

std::optional<User> readUser(const QJsonValue &value)
{
    JsonMembers members(value);
    User user;
    user.name = members.text(QLatin1String("nome"));
    user.roles = rolesNamed(members.texts(QLatin1String("papeis")));
    user.enabled = members.truth(QLatin1String("ativo"));
    user.demo = members.truth(QLatin1String("demo"));
    user.version = members.count(QLatin1String("versao"));
    user.created = members.timeOrNull(QLatin1String("criado_em"));
    user.changed = members.timeOrNull(QLatin1String("alterado_em"));
    return members.good() ? std::optional(std::move(user)) : std::nullopt;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonArray arrayOf(Roles roles)
{
    return QJsonArray::fromStringList(roleNames(roles));
}

} // namespace

bool isUserName(const QString &name)
{
    const auto plain = [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'); };
    const auto fits = [&plain](QChar c) { return plain(c) || QStringLiteral("._-@").contains(c); };
    return !name.isEmpty() && name.size() <= mostNameLength && plain(name.front()) &&
           std::all_of(name.begin(), name.end(), fits);
}

core::Result<User> decodeUser(const QByteArray &json)
{
    std::optional<User> user = readUser(QJsonDocument::fromJson(json).object());
    if (!user)
        return notAUser();
    return std::move(*user);
}

core::Result<UserPage> decodeUserPage(const QByteArray &json)
{
    JsonMembers members(QJsonDocument::fromJson(json).object());
    UserPage page;
    page.next = members.textOrNull(QLatin1String("proximo"));
    const QJsonArray array = members.list(QLatin1String("usuarios"));
    for (const auto &value : array) {
        std::optional<User> user = readUser(value);
        if (!user)
            return notAUser();
        page.users.push_back(std::move(*user));
    }
    if (!members.good())
        return notAUser();
    return page;
}

QByteArray encodeUserChange(const UserChange &change)
{
    QJsonObject object;
    if (change.roles)
        object.insert(QStringLiteral("papeis"), arrayOf(*change.roles));
    if (change.enabled)
        object.insert(QStringLiteral("ativo"), *change.enabled);
    if (change.password)
        object.insert(QStringLiteral("senha"), *change.password);
    return compact(object);
}

QByteArray encodeNewUser(const NewUser &user)
{
    return compact({{QStringLiteral("nome"), user.name},
                    {QStringLiteral("senha"), user.password},
                    {QStringLiteral("papeis"), arrayOf(user.roles)}});
}

} // namespace guarita::console
