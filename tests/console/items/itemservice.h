// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/item.h"
#include "support/fakemanager.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QUrlQuery>

#include <map>
#include <optional>
#include <set>

namespace guarita::support {

/// A service of `size` items, of which only those that were written are stored: item n is "Item n" at n
/// cents. Sorted by id alone. A search finds the first `hits`.
class ItemService
{
public:
    explicit ItemService(qint64 items)
        : size(items)
    {
    }

    FakeAnswer operator()(const FakeRequest &request)
    {
        if (outage)
            return FakeAnswer::broken(QNetworkReply::ConnectionRefusedError);
        if (before) {
            if (std::optional<FakeAnswer> answer = before(request))
                return *answer;
        }
        FakeAnswer answer = serveOnce(request);
        answer.delay = delay;
        const bool loses = loseAnswers || (request.method != "GET" && loseNext > 0 && loseNext-- > 0);
        if (loses && request.method != "GET") // it was done, but nobody gets to know
            return FakeAnswer::broken(QNetworkReply::RemoteHostClosedError);
        return answer;
    }

    std::optional<contract::Item> find(qint64 id) const
    {
        if (removed.contains(id))
            return std::nullopt;
        if (const auto item = written.find(id); item != written.end())
            return item->second;
        return id >= 1 && id <= size ? std::optional(synthetic(id)) : std::nullopt;
    }
    /// Somebody else's change.
    void change(qint64 id, const std::function<void(contract::ItemFields &)> &how)
    {
        contract::Item item = *find(id);
        how(item.fields);
        ++item.versao;
        written[id] = item;
    }
    qint64 total() const { return size - static_cast<qint64>(removed.size()); }

    qint64 size; // the greatest id
    qint64 hits = 3;
    std::map<qint64, contract::Item> written;
    std::set<qint64> removed;
    bool outage = false;
    bool loseAnswers = false;
    int loseNext = 0; // of so many writes
    bool takesBatches = true;
    bool keepsKeys = true;
    std::chrono::milliseconds delay{0};
    std::function<std::optional<FakeAnswer>(const FakeRequest &)> before;
    std::function<bool(const QJsonObject &operation)> refuse; // of a batch's rows

private:
    static contract::Item synthetic(qint64 id)
    {
        contract::Item item;
        item.id = id;
        item.fields = {QStringLiteral("Item %1").arg(id), std::nullopt, id};
        item.versao = 1;
        item.criadoEm = item.atualizadoEm = contract::Timestamp(std::chrono::milliseconds(1'700'000'000'000));
        return item;
    }

    static QByteArray etag(qint64 versao) { return '"' + QByteArray::number(versao) + '"'; }

    static FakeAnswer itemAnswer(const contract::Item &item, int status = 200)
    {
        core::JsonWriter json;
        contract::encodeItem(json, item);
        FakeAnswer answer = FakeAnswer::json(json.take(), status);
        answer.headers.emplace_back("ETag", etag(item.versao));
        return answer;
    }

    /// A write under a key that was done is answered as it was.
    FakeAnswer serveOnce(const FakeRequest &request)
    {
        const QByteArray key = request.request.rawHeader("Idempotency-Key");
        if (key.isEmpty() || !keepsKeys)
            return serve(request);
        const QByteArray content = request.method + request.target + request.body;
        if (const auto kept = m_kept.find(key); kept != m_kept.end())
            return kept->second.first == content ? kept->second.second
                                                 : FakeAnswer::problem(422, "chave_reutilizada");
        const FakeAnswer answer = serve(request);
        if (answer.status < 300)
            m_kept[key] = {content, answer};
        return answer;
    }

    FakeAnswer serve(const FakeRequest &request)
    {
        const QUrl url = QUrl::fromEncoded(request.target);
        const QStringList parts = url.path().split(QLatin1Char('/'), Qt::SkipEmptyParts);
        if (parts.value(0) != QStringLiteral("itens"))
            return FakeAnswer::json("{}");
        if (parts.size() == 1)
            return request.method == "GET" ? list(QUrlQuery(url)) : create(request);
        if (takesBatches && parts[1] == QStringLiteral("lote"))
            return batch(request);
        const qint64 id = parts[1].toLongLong();
        if (parts.size() == 3)
            return restore(id);
        const std::optional<contract::Item> item = find(id);
        if (!item)
            return FakeAnswer::problem(404, "nao_encontrado");
        if (request.method == "GET")
            return itemAnswer(*item);
        if (request.request.rawHeader("If-Match") != etag(item->versao))
            return FakeAnswer::problem(412, "versao_diferente");
        if (request.method == "PUT")
            return update(*item, request);
        removed.insert(id);
        return FakeAnswer{204, {}, {}};
    }

    FakeAnswer list(const QUrlQuery &query) const
    {
        const auto number = [&](const char *name) {
            return query.queryItemValue(QLatin1String(name)).toLongLong();
        };
        const bool search = query.hasQueryItem(QStringLiteral("q"));
        const bool descending = query.queryItemValue(QStringLiteral("ordem")).startsWith(QLatin1Char('-'));
        const qint64 count = search ? hits : total();
        core::JsonWriter json;
        json.beginArray();
        for (qint64 row = number("offset"); row < std::min(count, number("offset") + number("limit")); ++row)
            contract::encodeItem(json, *find(idAt(descending ? count - 1 - row : row)));
        json.endArray();
        FakeAnswer answer = FakeAnswer::json(json.take());
        if (!query.hasQueryItem(QStringLiteral("total")))
            answer.headers.emplace_back("X-Total-Count", QByteArray::number(count));
        return answer;
    }

    qint64 idAt(qint64 row) const
    {
        qint64 id = row + 1;
        for (const qint64 gone : removed) {
            if (gone <= id)
                ++id;
        }
        return id;
    }

    FakeAnswer create(const FakeRequest &request)
    {
        contract::Item item = synthetic(++size);
        item.fields = contract::decodeItemFields(request.body).value().fields;
        written[item.id] = item;
        return itemAnswer(item, 201);
    }

    FakeAnswer batch(const FakeRequest &request)
    {
        core::JsonWriter json;
        json.beginObject();
        json.key("resultados");
        json.beginArray();
        const QJsonArray operations =
            QJsonDocument::fromJson(request.body).object().value(QStringLiteral("operacoes")).toArray();
        for (qsizetype i = 0; i < operations.size(); ++i) {
            const FakeAnswer answer = operate(operations[i].toObject());
            json.beginObject();
            json.key("indice");
            json.integer(i);
            json.key("status");
            json.integer(answer.status);
            if (!answer.body.isEmpty()) {
                json.key(answer.status < 300 ? "item" : "erro");
                json.raw(answer.body);
            }
            json.endObject();
        }
        json.endArray();
        json.endObject();
        return FakeAnswer::json(json.take());
    }

    FakeAnswer operate(const QJsonObject &operation)
    {
        const QString kind = operation.value(QStringLiteral("op")).toString();
        FakeRequest single;
        single.body = QJsonDocument(operation.value(QStringLiteral("item")).toObject()).toJson();
        if (refuse && refuse(operation))
            return FakeAnswer::problem(422, "validacao",
                                       R"(,"errors":[{"campo":"preco","mensagem":"muito caro"}])");
        if (kind == QStringLiteral("criar"))
            return create(single);
        const qint64 id = operation.value(QStringLiteral("id")).toInteger();
        const std::optional<contract::Item> item = find(id);
        if (!item)
            return FakeAnswer::problem(404, "nao_encontrado");
        if (operation.value(QStringLiteral("versao")).toInteger() != item->versao)
            return FakeAnswer::problem(412, "versao_diferente");
        if (kind == QStringLiteral("atualizar"))
            return update(*item, single);
        removed.insert(id);
        return FakeAnswer{204, {}, {}};
    }

    std::map<QByteArray, std::pair<QByteArray, FakeAnswer>> m_kept; // by key

    FakeAnswer update(contract::Item item, const FakeRequest &request)
    {
        item.fields = contract::decodeItemFields(request.body).value().fields;
        ++item.versao;
        written[item.id] = item;
        return itemAnswer(item);
    }

    FakeAnswer restore(qint64 id)
    {
        if (find(id))
            return FakeAnswer::problem(409, "nao_excluido");
        if (removed.erase(id) == 0)
            return FakeAnswer::problem(404, "nao_encontrado");
        contract::Item item = *find(id);
        ++item.versao;
        written[id] = item;
        return itemAnswer(item);
    }
};

} // namespace guarita::support
