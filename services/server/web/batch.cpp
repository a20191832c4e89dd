// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/batch.h"

#include "contract/batch.h"
#include "server/web/itembody.h"
#include "server/web/itemproblems.h"

namespace guarita::server::web {

using contract::BatchOp;
using contract::BatchOperation;
using core::Result;
using domain::Precondition;
using http::Problem;
using http::Response;
using storage::ChangeReport;
using storage::ChangeResult;

namespace {

constexpr std::size_t mostFieldErrors = 1000; // in an answer

int statusOf(BatchOp op)
{
    switch (op) {
    case BatchOp::Create:
        return 201;
    case BatchOp::Remove:
        return 204;
    case BatchOp::Replace:
        break;
    }
    return 200;
}

Precondition conditionOf(const BatchOperation &operation)
{
    return operation.versao ? Precondition{true, {*operation.versao}} : Precondition{};
}

Result<domain::ItemChange, Problem> changeOf(BatchOperation &operation)
{
    if (operation.op == BatchOp::Remove)
        return domain::ItemChange(domain::RemoveItem{operation.id, conditionOf(operation)});
    Result<domain::ItemDraft, std::vector<http::FieldError>> draft = checkedDraft(std::move(operation.item));
    if (!draft)
        return badFields(draft.error());
    if (operation.op == BatchOp::Create)
        return domain::ItemChange(domain::CreateItem{std::move(draft).value()});
    return domain::ItemChange(
        domain::ReplaceItem{operation.id, std::move(draft).value(), conditionOf(operation)});
}

/// Writes the results one by one, each of its row.
class ResultsWriter
{
public:
    explicit ResultsWriter(http::Language language)
        : m_language(language)
    {
        m_json.beginArray();
    }

    void made(std::size_t index, int status, const domain::Item &item)
    {
        begin(index, status);
        if (status != 204) {
            m_json.key("item");
            writeItem(m_json, item);
        }
        m_json.endObject();
    }

    void refused(std::size_t index, const Problem &problem)
    {
        begin(index, problem.status);
        m_json.key("erro");
        http::writeProblem(m_json, problem, m_language);
        m_json.endObject();
    }

    QByteArray take()
    {
        m_json.endArray();
        return m_json.take();
    }

private:
    void begin(std::size_t index, int status)
    {
        m_json.beginObject();
        m_json.key("indice");
        m_json.integer(static_cast<qint64>(index));
        m_json.key("status");
        m_json.integer(status);
    }

    http::Language m_language;
    core::JsonWriter m_json;
};

} // namespace

Result<Batch, Problem> readBatch(const QByteArray &body)
{
    Result<contract::Batch> decoded = contract::decodeBatch(body);
    if (!decoded)
        return badBatch(decoded.error());
    Batch batch;
    batch.atomic = decoded.value().atomic;
    std::size_t fieldErrors = 0;
    batch.rows.reserve(decoded.value().operations.size());
    batch.changes.reserve(decoded.value().operations.size());
    for (BatchOperation &operation : decoded.value().operations) {
        Batch::Row row{statusOf(operation.op), std::nullopt};
        Result<domain::ItemChange, Problem> change = changeOf(operation);
        if (change) {
            batch.changes.push_back(std::move(change).value());
        } else {
            row.problem = change.error();
            ++batch.wrong;
            fieldErrors += row.problem->errors.size();
            if (fieldErrors > mostFieldErrors)
                row.problem->errors = {}; // a client learns enough from the first ones
        }
        batch.rows.push_back(std::move(row));
    }
    return batch;
}

Response batchResponse(const http::Request &request, const Batch &batch, const ChangeReport &report)
{
    ResultsWriter results(http::preferredLanguage(request));
    const bool made = report.made && !(batch.atomic && batch.hopeless());
    std::size_t tried = 0;
    for (std::size_t index = 0; index < batch.rows.size(); ++index) {
        const Batch::Row &row = batch.rows[index];
        if (row.problem) {
            results.refused(index, *row.problem);
            continue;
        }
        if (tried == report.results.size())
            continue; // was not even tried
        const ChangeResult &result = report.results[tried++];
        if (!result)
            results.refused(index, storageProblem(result.error()));
        else if (made)
            results.made(index, row.status, result.value());
    }
    if (!made)
        return http::problemResponse(request, refusedBatch(results.take()));
    core::JsonWriter json;
    json.beginObject();
    json.key("resultados");
    json.raw(results.take());
    json.endObject();
    return http::jsonResponse(json.take());
}

} // namespace guarita::server::web
