// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/api.h"

#include "console/api/apicalls.h"
#include "core/jsonwriter.h"

#include <QtCore/QUrl>

#include <utility>

namespace guarita::console {

namespace {

constexpr std::chrono::seconds batchDeadline{60};

/// The path, or the method on it, is not known there.
bool isMissing(const ApiError &error)
{
    return error.status == 404 || error.status == 405 || error.status == 501;
}

core::Result<Item> itemIn(const ApiResponse &response)
{
    return contract::decodeItem(response.body);
}

core::Result<ItemPage> pageIn(const ApiResponse &response, bool withTotal)
{
    core::Result<std::vector<Item>> items = contract::decodeItems(response.body);
    if (!items)
        return items.error();
    ItemPage page{std::move(items).value(), -1, response.took};
    if (!withTotal)
        return page;
    bool good = false;
    page.total = response.header("x-total-count").toLongLong(&good);
    if (!good || page.total < 0)
        return core::Error{"total_missing",
                           QStringLiteral("The answer does not say how many items there are.")};
    return page;
}

QByteArray pathOf(qint64 id)
{
    return "/itens/" + QByteArray::number(id);
}

/// What is the service's default is left out.
QByteArray listPath(const ItemQuery &query, qint64 offset, qint64 limit, bool withTotal)
{
    QByteArray path = "/itens?limit=" + QByteArray::number(limit) + "&offset=" + QByteArray::number(offset);
    if (query.sortBy != SortBy::Id || query.descending) {
        static constexpr std::array names{"id", "nome", "preco", "atualizado_em"};
        path += QByteArray("&ordem=") + (query.descending ? "-" : "") +
                names.at(static_cast<std::size_t>(query.sortBy));
    }
    if (!query.search.isEmpty())
        path += "&q=" + QUrl::toPercentEncoding(query.search);
    if (!withTotal)
        path += "&total=false";
    return path;
}

QByteArray bodyOf(const ItemFields &fields)
{
    core::JsonWriter json;
    encodeFields(json, fields);
    return json.take();
}

ApiRequest writeOf(const QByteArray &method, const QByteArray &path, const ItemFields &fields)
{
    return jsonRequest(method, path, bodyOf(fields));
}

} // namespace

Call Api::listItems(const ItemQuery &query, qint64 offset, qint64 limit, bool withTotal,
                    OnReply<ItemPage> done)
{
    return m_session.send(requestFor("GET", listPath(query, offset, limit, withTotal)),
                          decoded(std::move(done), [withTotal](const ApiResponse &response) {
                              return pageIn(response, withTotal);
                          }));
}

Call Api::findItem(qint64 id, OnReply<Item> done)
{
    return m_session.send(requestFor("GET", pathOf(id)), decoded(std::move(done), itemIn));
}

qint64 Api::now() const
{
    const auto now = m_session.clock().wallNow().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

void Api::forgetService()
{
    m_noBatches = false;
    m_keepsKeys = false;
}

Call Api::createItem(const ItemFields &fields, const WriteKey &key, OnReply<Item> done)
{
    return sendKeyed(
        m_session, writeOf("POST", "/itens", fields), key, m_pace, [this] { return m_keepsKeys; },
        decoded(std::move(done), itemIn));
}

Call Api::sendBatch(const QByteArray &body, std::size_t operations, const WriteKey &key,
                    OnReply<std::vector<BatchResult>> done)
{
    ApiRequest request = jsonRequest("POST", "/itens/lote", body);
    request.deadline = batchDeadline;
    auto answered = [this, done = std::move(done)](Reply<std::vector<BatchResult>> reply) {
        m_keepsKeys |= reply.ok();
        m_noBatches |= !reply && isMissing(reply.error());
        done(std::move(reply));
    };
    // A service that has batches keeps keys, too; one that has none did nothing.
    return sendKeyed(
        m_session, std::move(request), key, m_pace, [] { return true; },
        decoded<std::vector<BatchResult>>(std::move(answered), [operations](const ApiResponse &response) {
            return decodeBatch(response.body, operations);
        }));
}

Call Api::listen(const QByteArray &lastEventId, StreamSink sink, OnReply<core::Done> done)
{
    sink.begin = [this, begin = std::move(sink.begin)](const QByteArray &contentType) {
        m_keepsKeys = true; // it came with the keys
        return begin(contentType);
    };
    return m_session.send(eventsRequest("/itens/eventos", lastEventId, std::move(sink)),
                          undecoded(std::move(done)));
}

Call Api::updateItem(qint64 id, const ItemFields &fields, qint64 versao, OnReply<Item> done)
{
    ApiRequest request = writeOf("PUT", pathOf(id), fields);
    requireVersion(request, versao);
    return m_session.send(std::move(request), decoded(std::move(done), itemIn));
}

Call Api::removeItem(qint64 id, qint64 versao, OnReply<core::Done> done)
{
    ApiRequest request = requestFor("DELETE", pathOf(id));
    requireVersion(request, versao);
    return m_session.send(std::move(request), undecoded(std::move(done)));
}

Call Api::restoreItem(qint64 id, OnReply<Item> done)
{
    return m_session.send(requestFor("POST", pathOf(id) + "/restaurar"), decoded(std::move(done), itemIn));
}

} // namespace guarita::console
