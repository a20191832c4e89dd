// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/batch.h"

#include "console/api/jsonslice.h"
#include "console/api/problemreader.h"

namespace guarita::console {

namespace {

constexpr QByteArrayView head(R"({"atomico":false,"operacoes":[)");
constexpr QByteArrayView tail("]}");

QByteArrayView nameOf(BatchOperation::Kind kind)
{
    switch (kind) {
    case BatchOperation::Kind::Create:
        return "criar";
    case BatchOperation::Kind::Update:
        return "atualizar";
    case BatchOperation::Kind::Remove:
        break;
    }
    return "remover";
}

QByteArray encoded(const BatchOperation &operation)
{
    core::JsonWriter json;
    json.beginObject();
    json.key("op");
    json.string(nameOf(operation.kind));
    if (operation.kind != BatchOperation::Kind::Create) {
        json.key("id");
        json.integer(operation.id);
        json.key("versao");
        json.integer(operation.versao);
    }
    if (operation.kind != BatchOperation::Kind::Remove) {
        json.key("item");
        encodeFields(json, operation.fields);
    }
    json.endObject();
    return json.take();
}

core::Error invalidAnswer(const QString &message)
{
    return {"batch_invalid", message};
}

qint64 numberIn(QByteArrayView object, QByteArrayView name)
{
    const std::optional<QByteArrayView> value = jsonslice::member(object, name);
    return value ? value->toByteArray().toLongLong() : -1;
}

/// The problem that a single request would have been answered with.
ApiError errorIn(QByteArrayView result, int status)
{
    ApiResponse response;
    response.status = status;
    response.headers.emplace_back("content-type", "application/problem+json");
    response.body = jsonslice::member(result, "erro").value_or(QByteArrayView("{}")).toByteArray();
    return errorOf(response);
}

core::Result<BatchResult> resultIn(QByteArrayView json, qint64 place)
{
    const auto status = static_cast<int>(numberIn(json, "status"));
    if (numberIn(json, "indice") != place || status < 200)
        return invalidAnswer(QStringLiteral("The results are not those of the operations."));
    BatchResult result;
    if (status >= 300) {
        result.error = errorIn(json, status);
    } else if (const auto item = jsonslice::member(json, "item")) {
        core::Result<Item> decoded = contract::decodeItem(*item);
        if (!decoded)
            return decoded.error();
        result.item = std::move(decoded).value();
    }
    return result;
}

} // namespace

BatchBody::BatchBody(BatchLimits limits)
    : m_limits(limits)
    , m_body(head.toByteArray())
{
}

bool BatchBody::add(const BatchOperation &operation)
{
    if (m_count >= m_limits.operations)
        return false;
    const QByteArray one = encoded(operation);
    if (m_count > 0 && m_body.size() + 1 + one.size() + tail.size() > m_limits.bytes)
        return false;
    if (m_count++ > 0)
        m_body += ',';
    m_body += one;
    return true;
}

QByteArray BatchBody::take()
{
    m_body += tail;
    return std::move(m_body);
}

core::Result<std::vector<BatchResult>> decodeBatch(const QByteArray &json, std::size_t operations)
{
    const auto list = jsonslice::member(json, "resultados");
    const auto parts = list ? jsonslice::elements(*list) : std::nullopt;
    if (!parts || parts->size() != operations)
        return invalidAnswer(QStringLiteral("The answer has not one result for each operation."));
    std::vector<BatchResult> results;
    results.reserve(operations);
    for (const QByteArrayView part : *parts) {
        core::Result<BatchResult> result = resultIn(part, static_cast<qint64>(results.size()));
        if (!result)
            return result.error();
        results.push_back(std::move(result).value());
    }
    return results;
}

std::optional<std::chrono::seconds> batchRetryWait(const ApiError &error, std::size_t operations,
                                                   BatchLimits &limits)
{
    const bool tooLarge = error.status == 413 && operations > 2 * fewestTogether;
    const bool throttled = error.kind == ApiError::Kind::Throttled;
    if (tooLarge)
        limits.operations = operations / 2;
    if (!tooLarge && !throttled)
        return std::nullopt;
    return error.retryAfter.value_or(std::chrono::seconds(throttled ? 1 : 0));
}

void encodeFields(core::JsonWriter &json, const ItemFields &fields)
{
    json.beginObject();
    json.key("nome");
    json.string(QStringView(fields.nome));
    json.key("descricao");
    if (fields.descricao)
        json.string(QStringView(*fields.descricao));
    else
        json.null();
    json.key("preco");
    json.raw(contract::formatPrice(fields.precoCentavos));
    json.endObject();
}

} // namespace guarita::console
