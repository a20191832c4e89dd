// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/itembody.h"

#include "contract/item.h"
#include "server/web/itemproblems.h"

#include <algorithm>

namespace guarita::server::web {

namespace {

/// application/json, with no charset or with UTF-8's; other parameters mean nothing (RFC 8259, 11).
bool isJson(const QByteArray &contentType)
{
    const QList<QByteArray> parts = contentType.toLower().split(';');
    if (parts.first().trimmed() != "application/json")
        return false;
    return std::all_of(parts.begin() + 1, parts.end(), [](const QByteArray &part) {
        const QByteArray parameter = part.trimmed();
        return !parameter.startsWith("charset=") || parameter == "charset=utf-8" ||
               parameter == "charset=\"utf-8\"";
    });
}

contract::Item wireItem(const domain::Item &item)
{
    return {item.id,
            {item.content.nome, item.content.descricao, item.content.precoCentavos},
            item.versao,
            item.criadoEm,
            item.atualizadoEm};
}

} // namespace

core::Result<domain::ItemDraft, http::Problem> readDraft(const http::Request &request)
{
    if (request.headers.count("content-type") != 1 || !isJson(request.headers.value("content-type")))
        return notJson();
    core::Result<contract::DecodedFields> decoded = contract::decodeItemFields(request.body);
    if (!decoded)
        return badBody(decoded.error());

    contract::ItemFields &fields = decoded.value().fields;
    domain::ItemDraft draft{std::move(fields.nome), std::move(fields.descricao), fields.precoCentavos};
    std::vector<http::FieldError> errors;
    for (const contract::FieldProblem &problem : decoded.value().problems)
        errors.push_back(fieldError(problem));
    const auto reported = [&errors](const char *field) {
        return std::any_of(errors.begin(), errors.end(), [field](const http::FieldError &error) {
            return error.field == QString::fromLatin1(field);
        });
    };
    for (const domain::Violation &violation : domain::violations(draft)) {
        if (!reported(violation.field)) // a field that could not be read has no value to judge
            errors.push_back(fieldError(violation));
    }
    if (!errors.empty())
        return badFields(std::move(errors));
    return draft;
}

QByteArray itemJson(const domain::Item &item)
{
    core::JsonWriter json;
    contract::encodeItem(json, wireItem(item));
    return json.take();
}

QByteArray itemsJson(const std::vector<domain::Item> &items)
{
    core::JsonWriter json;
    json.beginArray();
    for (const domain::Item &item : items)
        contract::encodeItem(json, wireItem(item));
    json.endArray();
    return json.take();
}

} // namespace guarita::server::web
