// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/usersjson.h"

#include "contract/item.h"
#include "core/jsonwriter.h"
#include "http/entitytags.h"

namespace guarita::gateway {

namespace {

void writeTime(core::JsonWriter &json, StoreTime time)
{
    if (time == StoreTime(0))
        json.null();
    else
        json.string(contract::formatTimestamp(contract::Timestamp(time)));
}

void writeNameAndRoles(core::JsonWriter &json, const User &user)
{
    json.key("nome");
    json.string(user.name);
    json.key("papeis");
    json.beginArray();
    for (const QByteArray &role : roleNames(user.roles))
        json.string(role);
    json.endArray();
}

void writeUser(core::JsonWriter &json, const User &user)
{
    json.beginObject();
    writeNameAndRoles(json, user);
    json.key("ativo");
    json.boolean(user.enabled);
    json.key("demo");
    json.boolean(user.demo);
    json.key("versao");
    json.integer(user.version);
    json.key("criado_em");
    writeTime(json, user.createdAt);
    json.key("alterado_em");
    writeTime(json, user.changedAt);
    json.endObject();
}

} // namespace

http::Response userResponse(const User &user, int status)
{
    core::JsonWriter json;
    writeUser(json, user);
    http::Response response = http::jsonResponse(json.take(), status);
    response.headers.append("ETag", http::tagOf(user.version));
    return response;
}

QByteArray usersJson(const std::vector<User> &users, bool more)
{
    core::JsonWriter json;
    json.beginObject();
    json.key("usuarios");
    json.beginArray();
    for (const User &user : users)
        writeUser(json, user);
    json.endArray();
    json.key("proximo");
    if (more)
        json.string(users.back().name);
    else
        json.null();
    json.endObject();
    return json.take();
}

QByteArray accountJson(const User &user)
{
    core::JsonWriter json;
    json.beginObject();
    writeNameAndRoles(json, user);
    json.key("demo");
    json.boolean(user.demo);
    json.endObject();
    return json.take();
}

} // namespace guarita::gateway
