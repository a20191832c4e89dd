// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/changesbody.h"

#include "contract/item.h"
#include "core/jsonwriter.h"
#include "server/web/itembody.h"

namespace guarita::server::web {

using domain::ItemEvent;
using domain::RecordedChange;

namespace {

void writeChange(core::JsonWriter &json, const RecordedChange &change)
{
    json.key("versao");
    json.integer(change.item.versao);
    json.key("operacao");
    json.string(QByteArrayView(eventName(change.event)));
    json.key("quem");
    if (change.author)
        json.string(*change.author);
    else
        json.null();
    json.key("quando");
    json.string(QByteArrayView(contract::formatTimestamp(change.when)));
}

void writeContent(core::JsonWriter &json, const domain::ItemDraft &content)
{
    json.beginObject();
    json.key("nome");
    json.string(content.nome);
    json.key("descricao");
    if (content.descricao)
        json.string(*content.descricao);
    else
        json.null();
    json.key("preco");
    json.raw(contract::formatPrice(content.precoCentavos));
    json.endObject();
}

} // namespace

const char *eventName(ItemEvent event)
{
    switch (event) {
    case ItemEvent::Created:
        return "criado";
    case ItemEvent::Removed:
        return "removido";
    case ItemEvent::Restored:
        return "restaurado";
    case ItemEvent::Updated:
        break;
    }
    return "atualizado";
}

http::Response historyResponse(qint64 id, const HistoryQuery &query,
                               const std::vector<RecordedChange> &changes)
{
    const bool more = changes.size() > static_cast<std::size_t>(query.limit);
    const std::size_t shown = more ? changes.size() - 1 : changes.size();
    core::JsonWriter json;
    json.beginArray();
    for (std::size_t i = 0; i < shown; ++i) {
        json.beginObject();
        writeChange(json, changes[i]);
        json.key("item");
        writeContent(json, changes[i].item.content);
        json.endObject();
    }
    json.endArray();
    http::Response response = http::jsonResponse(json.take());
    if (more)
        response.headers.append("Link", "</itens/" + QByteArray::number(id) +
                                            "/historico?limit=" + QByteArray::number(query.limit) +
                                            "&antes=" + QByteArray::number(changes[shown - 1].item.versao) +
                                            ">; rel=\"next\"");
    return response;
}

QByteArray changeJson(const RecordedChange &change)
{
    core::JsonWriter json;
    json.beginObject();
    writeChange(json, change);
    json.key("item");
    json.raw(itemJson(change.item));
    json.endObject();
    return json.take();
}

} // namespace guarita::server::web
