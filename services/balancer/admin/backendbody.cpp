// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/admin/backendbody.h"

#include "balancer/admin/backendproblems.h"
#include "config/jsonvalue.h"
#include "config/quantities.h"
#include "http/jsonbody.h"

#include <algorithm>
#include <array>
#include <span>

namespace guarita::balancer {

namespace {

using config::JsonValue;

struct BackendField
{
    const char *name;
    bool (*take)(const JsonValue &value, BackendFields &fields); // whether the value is good
    const char16_t *portuguese;
    const char16_t *english;
};

bool takeState(const JsonValue &value, BackendFields &fields)
{
    if (value.kind == JsonValue::Kind::Text)
        fields.administration = administrationNamed(value.text);
    return fields.administration.has_value();
}

bool takeWeight(const JsonValue &value, BackendFields &fields)
{
    const std::optional<qint64> weight =
        value.kind == JsonValue::Kind::Number ? config::wholeNumberFrom(value.text) : std::nullopt;
    if (!weight || *weight < 1 || *weight > mostWeight)
        return false;
    fields.weight = static_cast<int>(*weight);
    return true;
}

bool takeUrl(const JsonValue &value, BackendFields &fields)
{
    fields.url = value.kind == JsonValue::Kind::Text ? config::originFrom(value.text) : std::nullopt;
    return fields.url.has_value();
}

bool takeCluster(const JsonValue &value, BackendFields &fields)
{
    fields.cluster = value.text.toUtf8();
    return value.kind == JsonValue::Kind::Text;
}

constexpr BackendField stateField{"state", takeState, u"Deve ser ready, drain ou maint.",
                                  u"Must be ready, drain or maint."};
constexpr BackendField weightField{"weight", takeWeight, u"Deve ser um número inteiro de 1 a 256.",
                                   u"Must be a whole number from 1 to 256."};
constexpr BackendField urlField{"url", takeUrl,
                                u"Deve ser http:// ou https://, um host e talvez uma porta, sem caminho.",
                                u"Must be http:// or https://, a host and perhaps a port, without a path."};
constexpr BackendField clusterField{"cluster", takeCluster, u"Deve ser o nome de um cluster.",
                                    u"Must be the name of a cluster."};

constexpr std::array changeFields{stateField, weightField};
constexpr std::array newBackendFields{urlField, weightField, clusterField};

http::FieldError fieldErrorOf(const QString &name, const char16_t *portuguese, const char16_t *english)
{
    return {name, {QString::fromUtf16(portuguese), QString::fromUtf16(english)}};
}

core::Result<JsonValue, http::Problem> readBodyObject(const http::Request &request)
{
    if (std::optional<http::Problem> wrong = http::notJson(request))
        return std::move(*wrong);
    if (request.body.size() > mostBackendBodyBytes)
        return backendBodyTooLarge(mostBackendBodyBytes);
    config::JsonFile json = config::parseJson(request.body);
    if (json.root.kind == JsonValue::Kind::Null && !json.mistakes.empty())
        return http::badJson({"json_invalido", {}});
    if (json.root.kind != JsonValue::Kind::Object)
        return http::badJson({"json_nao_objeto", {}});
    if (!json.mistakes.empty())
        return http::badJson({"json_duplicado", {}});
    return std::move(json.root);
}

/// Takes the members that are known, and says what is wrong with them and with the others.
std::vector<http::FieldError> takeMembers(const JsonValue &object, std::span<const BackendField> known,
                                          BackendFields &fields)
{
    constexpr qsizetype shown = 64; // of a name that comes from the client
    std::vector<http::FieldError> errors;
    for (const JsonValue &member : object.items) {
        const auto field = std::find_if(known.begin(), known.end(), [&](const BackendField &each) {
            return member.name == QLatin1String(each.name);
        });
        if (field == known.end())
            errors.push_back(
                fieldErrorOf(member.name.left(shown), u"Campo desconhecido.", u"Unknown field."));
        else if (!field->take(member, fields))
            errors.push_back(fieldErrorOf(member.name, field->portuguese, field->english));
    }
    return errors;
}

bool hasMember(const JsonValue &object, const char *name)
{
    return std::any_of(object.items.begin(), object.items.end(),
                       [&](const JsonValue &member) { return member.name == QLatin1String(name); });
}

} // namespace

core::Result<BackendFields, http::Problem> readBackendChange(const http::Request &request)
{
    const core::Result<JsonValue, http::Problem> object = readBodyObject(request);
    if (!object)
        return object.error();
    BackendFields fields;
    std::vector<http::FieldError> errors = takeMembers(object.value(), changeFields, fields);
    if (object.value().items.empty())
        errors.push_back(fieldErrorOf(QStringLiteral("state"), u"Envie state, weight ou ambos.",
                                      u"Send state, weight or both."));
    if (!errors.empty())
        return badBackendFields(std::move(errors));
    return fields;
}

core::Result<BackendFields, http::Problem> readNewBackend(const http::Request &request)
{
    const core::Result<JsonValue, http::Problem> object = readBodyObject(request);
    if (!object)
        return object.error();
    BackendFields fields;
    std::vector<http::FieldError> errors = takeMembers(object.value(), newBackendFields, fields);
    if (!hasMember(object.value(), urlField.name))
        errors.push_back(fieldErrorOf(QStringLiteral("url"), u"É obrigatório.", u"Is required."));
    if (!errors.empty())
        return badBackendFields(std::move(errors));
    return fields;
}

http::FieldError unknownCluster()
{
    return fieldErrorOf(QStringLiteral("cluster"), clusterField.portuguese, clusterField.english);
}

} // namespace guarita::balancer
