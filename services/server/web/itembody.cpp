// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/itembody.h"

#include "contract/item.h"
#include "http/jsonbody.h"
#include "server/web/itemproblems.h"

#include <algorithm>

namespace guarita::server::web {

namespace {

contract::Item wireItem(const domain::Item &item)
{
    return {item.id,
            {item.content.nome, item.content.descricao, item.content.precoCentavos},
            item.versao,
            item.criadoEm,
            item.atualizadoEm};
}

domain::ItemDraft draftOf(contract::ItemFields fields)
{
    return {std::move(fields.nome), std::move(fields.descricao), fields.precoCentavos};
}

/// A field that could not be read has no value to judge.
std::vector<http::FieldError> errorsOf(const std::vector<contract::FieldProblem> &problems,
                                       const std::vector<domain::Violation> &violations)
{
    std::vector<http::FieldError> errors;
    errors.reserve(problems.size() + violations.size());
    for (const contract::FieldProblem &problem : problems)
        errors.push_back(fieldError(problem));
    for (const domain::Violation &violation : violations) {
        const bool reported = std::any_of(errors.begin(), errors.end(), [&](const http::FieldError &error) {
            return error.field == QString::fromLatin1(violation.field);
        });
        if (!reported)
            errors.push_back(fieldError(violation));
    }
    return errors;
}

} // namespace

core::Result<domain::ItemDraft, std::vector<http::FieldError>> checkedDraft(contract::DecodedFields decoded)
{
    domain::ItemDraft draft = draftOf(std::move(decoded.fields));
    std::vector<http::FieldError> errors = errorsOf(decoded.problems, domain::violations(draft));
    if (!errors.empty())
        return errors;
    return draft;
}

core::Result<domain::ItemDraft, http::Problem> readDraft(const http::Request &request)
{
    if (std::optional<http::Problem> wrong = http::notJson(request))
        return std::move(*wrong);
    core::Result<contract::DecodedFields> decoded = contract::decodeItemFields(request.body);
    if (!decoded)
        return http::badJson(decoded.error());
    core::Result<domain::ItemDraft, std::vector<http::FieldError>> draft =
        checkedDraft(std::move(decoded).value());
    if (!draft)
        return badFields(draft.error());
    return std::move(draft).value();
}

core::Result<domain::ItemPatch, http::Problem> readPatch(const http::Request &request)
{
    if (!http::hasMediaType(request, {"application/merge-patch+json", "application/json"}))
        return notMergePatch();
    core::Result<contract::DecodedFields> decoded = contract::decodeItemPatch(request.body);
    if (!decoded)
        return http::badJson(decoded.error());
    const contract::DecodedFields &fields = decoded.value();
    const domain::ItemDraft draft = draftOf(fields.fields);
    std::vector<domain::Violation> violations = domain::violations(draft);
    if (!fields.hasNome) // of the fields that are not there, only this one's absence would break a rule
        std::erase_if(violations, [](const domain::Violation &violation) {
            return QByteArrayView(violation.field) == "nome";
        });
    std::vector<http::FieldError> errors = errorsOf(fields.problems, violations);
    if (!errors.empty())
        return badFields(std::move(errors));
    domain::ItemPatch patch;
    if (fields.hasNome)
        patch.nome = draft.nome;
    if (fields.hasDescricao)
        patch.descricao = draft.descricao;
    if (fields.hasPreco)
        patch.precoCentavos = draft.precoCentavos;
    return patch;
}

void writeItem(core::JsonWriter &json, const domain::Item &item)
{
    contract::encodeItem(json, wireItem(item));
}

QByteArray itemJson(const domain::Item &item)
{
    core::JsonWriter json;
    writeItem(json, item);
    return json.take();
}

QByteArray itemsJson(const std::vector<domain::Item> &items)
{
    core::JsonWriter json;
    json.beginArray();
    for (const domain::Item &item : items)
        writeItem(json, item);
    json.endArray();
    return json.take();
}

} // namespace guarita::server::web
