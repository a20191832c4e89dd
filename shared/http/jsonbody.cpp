// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/jsonbody.h"

#include <algorithm>

namespace guarita::http {

namespace {

bool isMediaType(const QByteArray &contentType, const QByteArrayList &types)
{
    const QList<QByteArray> parts = contentType.toLower().split(';');
    if (!types.contains(parts.first().trimmed()))
        return false;
    return std::all_of(parts.begin() + 1, parts.end(), [](const QByteArray &part) {
        const QByteArray parameter = part.trimmed();
        return !parameter.startsWith("charset=") || parameter == "charset=utf-8" ||
               parameter == "charset=\"utf-8\"";
    });
}

Sentence faultOf(const core::Error &error)
{
    if (error.code == "json_nao_objeto")
        return {QStringLiteral("O corpo deve ser um objeto JSON."),
                QStringLiteral("The body must be a JSON object.")};
    if (error.code == "json_duplicado")
        return {QStringLiteral("O corpo tem um campo repetido."),
                QStringLiteral("The body has a field twice.")};
    if (error.code == "json_profundo")
        return {QStringLiteral("O corpo tem níveis demais."),
                QStringLiteral("The body is nested too deeply.")};
    return {QStringLiteral("O corpo não é JSON válido em UTF-8."),
            QStringLiteral("The body is not valid JSON in UTF-8.")};
}

} // namespace

bool hasMediaType(const Request &request, const QByteArrayList &types)
{
    return request.headers.count("content-type") == 1 && !request.headers.contains("content-encoding") &&
           isMediaType(request.headers.value("content-type"), types);
}

std::optional<Problem> notJson(const Request &request)
{
    if (hasMediaType(request, {"application/json"}))
        return std::nullopt;
    Problem problem;
    problem.status = 415;
    problem.reason = "tipo_nao_suportado";
    problem.detail = {QStringLiteral("O corpo deve ser application/json em UTF-8, sem compressão."),
                      QStringLiteral("The body must be application/json in UTF-8, not compressed.")};
    return problem;
}

Problem badJson(const core::Error &error)
{
    Problem problem;
    problem.status = 400;
    problem.reason = "corpo_invalido";
    problem.detail = faultOf(error);
    return problem;
}

} // namespace guarita::http
