// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/auditjson.h"

#include "contract/item.h"
#include "core/jsonwriter.h"

namespace guarita::gateway {

namespace {

void writeTextOrNull(core::JsonWriter &json, const char *key, const QByteArray &text)
{
    json.key(key);
    if (text.isEmpty())
        json.null();
    else
        json.string(text);
}

void writeRecord(core::JsonWriter &json, const AuditRecord &record)
{
    json.beginObject();
    json.key("id");
    json.integer(record.id);
    json.key("quando");
    json.string(contract::formatTimestamp(contract::Timestamp(record.when)));
    writeTextOrNull(json, "quem", record.who);
    json.key("acao");
    json.string(record.action);
    writeTextOrNull(json, "alvo", record.target);
    writeTextOrNull(json, "de_onde", record.address);
    writeTextOrNull(json, "pedido", record.request);
    json.key("resultado");
    json.string(outcomeName(record.outcome));
    json.key("status");
    if (record.status > 0)
        json.integer(record.status);
    else
        json.null();
    writeTextOrNull(json, "motivo", record.reason);
    json.key("vezes");
    json.integer(record.times);
    json.endObject();
}

} // namespace

QByteArray recordsJson(const std::vector<AuditRecord> &records, bool more)
{
    core::JsonWriter json;
    json.beginObject();
    json.key("registros");
    json.beginArray();
    for (const AuditRecord &record : records)
        writeRecord(json, record);
    json.endArray();
    json.key("proximo");
    if (more)
        json.integer(records.back().id);
    else
        json.null();
    json.endObject();
    return json.take();
}

QByteArray recordLines(const std::vector<AuditRecord> &records)
{
    core::JsonWriter json;
    QByteArray lines;
    for (const AuditRecord &record : records) {
        json.clear();
        writeRecord(json, record);
        lines += json.buffer() + '\n';
    }
    return lines;
}

} // namespace guarita::gateway
