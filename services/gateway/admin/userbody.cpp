// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/userbody.h"

#include "gateway/admin/userproblems.h"
#include "http/jsonbody.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <span>

namespace guarita::gateway {

namespace {

using nlohmann::json;

struct BodyField
{
    const char *name;
    bool (*take)(const json &value, UserFields &fields); // whether the value is good
    const char16_t *portuguese;
    const char16_t *english;
};

std::optional<QByteArray> textOf(const json &value)
{
    const auto *text = value.get_ptr<const json::string_t *>();
    return text ? std::optional(QByteArray::fromStdString(*text)) : std::nullopt;
}

bool takeName(const json &value, UserFields &fields)
{
    fields.name = textOf(value);
    return fields.name && isUserName(*fields.name);
}

bool takePassword(const json &value, UserFields &fields)
{
    fields.password = textOf(value);
    return fields.password && isAcceptablePassword(*fields.password);
}

/// Any text: whether it is the right one is not judged by its looks.
bool takeOldPassword(const json &value, UserFields &fields)
{
    fields.oldPassword = textOf(value);
    return fields.oldPassword.has_value();
}

bool takeRoles(const json &value, UserFields &fields)
{
    fields.roles.emplace();
    if (!value.is_array())
        return false;
    for (const json &element : value) {
        const std::optional<QByteArray> name = textOf(element);
        const std::optional<Role> role = name ? roleNamed(*name) : std::nullopt;
        if (!role || fields.roles->has(*role))
            return false;
        fields.roles->insert(*role);
    }
    return !fields.roles->isEmpty();
}

bool takeEnabled(const json &value, UserFields &fields)
{
    fields.enabled = value.is_boolean() && value.get<bool>();
    return value.is_boolean();
}

constexpr const char16_t *passwordRule = u"Deve ter de 8 a 256 caracteres.";
constexpr const char16_t *passwordRuleInEnglish = u"Must have 8 to 256 characters.";

constexpr BodyField nameField{
    "nome", takeName,
    u"Deve ter de 1 a 64 caracteres entre a-z, 0-9, '.', '_', '-' e '@', o primeiro uma letra ou um dígito.",
    u"Must have 1 to 64 of a-z, 0-9, '.', '_', '-' and '@', the first a letter or a digit."};
constexpr BodyField passwordField{"senha", takePassword, passwordRule, passwordRuleInEnglish};
constexpr BodyField newPasswordField{"nova", takePassword, passwordRule, passwordRuleInEnglish};
constexpr BodyField oldPasswordField{"atual", takeOldPassword, u"Deve ser um texto.", u"Must be a text."};
constexpr BodyField rolesField{
    "papeis", takeRoles,
    u"Deve ser uma lista, não vazia e sem repetição, de leitor, editor, operador "
    u"e admin.",
    u"Must be a list, not empty and without repetition, of leitor, editor, operador "
    u"and admin."};
constexpr BodyField enabledField{"ativo", takeEnabled, u"Deve ser true ou false.", u"Must be true or false."};

constexpr std::array newUserFields{nameField, passwordField, rolesField};
constexpr std::array changeFields{rolesField, enabledField, passwordField};
constexpr std::array passwordChangeFields{oldPasswordField, newPasswordField};

enum class Presence { All, Any };

http::FieldError errorOf(const QString &name, const char16_t *portuguese, const char16_t *english)
{
    return {name, {QString::fromUtf16(portuguese), QString::fromUtf16(english)}};
}

/// A member's name as an error may show it: bounded, since it comes from the client.
QString shownName(const std::string &name)
{
    constexpr qsizetype enough = 64;
    return QString::fromStdString(name).left(enough);
}

core::Result<json, http::Problem> readObject(const http::Request &request)
{
    if (std::optional<http::Problem> wrong = http::notJson(request))
        return std::move(*wrong);
    if (request.body.size() > mostUserBodyBytes)
        return userBodyTooLarge(mostUserBodyBytes);
    std::set<std::string> names;
    bool twice = false;
    const auto watch = [&](int depth, json::parse_event_t event, const json &parsed) {
        if (event == json::parse_event_t::key && depth == 1)
            twice = !names.insert(parsed.get<std::string>()).second || twice;
        return true;
    };
    json object = json::parse(request.body.begin(), request.body.end(), watch, false);
    if (object.is_discarded())
        return http::badJson({"json_invalido", {}});
    if (!object.is_object())
        return http::badJson({"json_nao_objeto", {}});
    if (twice)
        return http::badJson({"json_duplicado", {}});
    return object;
}

core::Result<UserFields, http::Problem> readFields(const http::Request &request,
                                                   std::span<const BodyField> known, Presence presence)
{
    const core::Result<json, http::Problem> object = readObject(request);
    if (!object)
        return object.error();
    UserFields fields;
    std::vector<http::FieldError> errors;
    for (const BodyField &field : known) {
        const auto found = object.value().find(field.name);
        const QString name = QString::fromLatin1(field.name);
        if (found == object.value().end() && presence == Presence::All)
            errors.push_back(errorOf(name, u"É obrigatório.", u"Is required."));
        else if (found != object.value().end() && !field.take(*found, fields))
            errors.push_back(errorOf(name, field.portuguese, field.english));
    }
    for (const auto &[name, value] : object.value().items()) {
        if (std::none_of(known.begin(), known.end(),
                         [&key = name](const BodyField &field) { return key == field.name; }))
            errors.push_back(errorOf(shownName(name), u"Campo desconhecido.", u"Unknown field."));
    }
    if (!errors.empty())
        return badUserFields(std::move(errors));
    return fields;
}

} // namespace

core::Result<UserFields, http::Problem> readNewUser(const http::Request &request)
{
    return readFields(request, newUserFields, Presence::All);
}

core::Result<UserFields, http::Problem> readUserChange(const http::Request &request)
{
    return readFields(request, changeFields, Presence::Any);
}

core::Result<UserFields, http::Problem> readPasswordChange(const http::Request &request)
{
    return readFields(request, passwordChangeFields, Presence::All);
}

} // namespace guarita::gateway
