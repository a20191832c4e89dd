// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/listquery.h"

#include "contract/decimal.h"
#include "contract/item.h"
#include "contract/itemlimits.h"
#include "core/decimaltext.h"
#include "http/formtext.h"
#include "http/queryparameters.h"
#include "server/web/pagecursor.h"

#include <QtCore/QUrl>

#include <algorithm>
#include <array>

namespace guarita::server::web {

using core::positiveNumber;
using core::wholeNumber;
using domain::ItemField;
using domain::ItemQuery;
using domain::SortField;
using http::Problem;

namespace {

/// What the parameters of all three say. A cursor is read once the order is known.
struct Wanted
{
    ItemQuery items;
    QByteArray cursor;
    ExportFormat format = ExportFormat::Csv;
    HistoryQuery history;
};

struct FieldName
{
    QLatin1String name;
    ItemField field;
};

constexpr std::array fieldNames{FieldName{QLatin1String("id"), ItemField::Id},
                                FieldName{QLatin1String("nome"), ItemField::Nome},
                                FieldName{QLatin1String("preco"), ItemField::Preco},
                                FieldName{QLatin1String("criado_em"), ItemField::CriadoEm},
                                FieldName{QLatin1String("atualizado_em"), ItemField::AtualizadoEm}};

std::optional<SortField> sortField(QStringView text)
{
    SortField sort;
    sort.descending = text.startsWith(u'-');
    const QStringView name = text.mid(sort.descending ? 1 : 0);
    const auto found = std::find_if(fieldNames.begin(), fieldNames.end(),
                                    [name](const FieldName &known) { return name == known.name; });
    if (found == fieldNames.end())
        return std::nullopt;
    sort.field = found->field;
    return sort;
}

bool takeLimit(const QString &text, Wanted &wanted)
{
    const std::optional<qint64> limit = positiveNumber(text.toUtf8());
    wanted.items.limit = wanted.history.limit = limit.value_or(0);
    return limit && *limit <= domain::mostItemsPerPage;
}

bool takeOffset(const QString &text, Wanted &wanted)
{
    wanted.items.offset = wholeNumber(text.toUtf8());
    return wanted.items.offset.has_value();
}

bool takeCursor(const QString &text, Wanted &wanted)
{
    wanted.cursor = text.toLatin1();
    return !wanted.cursor.isEmpty();
}

bool takeOrder(const QString &text, Wanted &wanted)
{
    std::vector<SortField> &order = wanted.items.order;
    const QList<QStringView> parts = QStringView(text).split(u',');
    if (static_cast<std::size_t>(parts.size()) > domain::mostSortFields)
        return false;
    for (const QStringView part : parts) {
        const std::optional<SortField> sort = sortField(part);
        const auto same = [&sort](const SortField &other) { return other.field == sort->field; };
        if (!sort || std::any_of(order.begin(), order.end(), same))
            return false;
        order.push_back(*sort);
    }
    return true;
}

bool takeSearch(const QString &text, Wanted &wanted)
{
    wanted.items.search = text;
    const auto pairs = std::count_if(text.begin(), text.end(), [](QChar c) { return c.isHighSurrogate(); });
    return text.size() - pairs <= domain::maxSearch && !text.contains(QChar(u'\0'));
}

bool takeTotal(const QString &text, Wanted &wanted)
{
    wanted.items.withTotal = text == QStringLiteral("true");
    return wanted.items.withTotal || text == QStringLiteral("false");
}

/// Digits, and up to two more behind a point.
std::optional<qint64> priceFrom(const QString &text)
{
    const QByteArray latin = text.toLatin1();
    const qsizetype point = latin.indexOf('.');
    const QByteArray whole = point < 0 ? latin : latin.left(point);
    const QByteArray decimals = point < 0 ? QByteArray("0") : latin.mid(point + 1);
    const bool digits =
        std::all_of(decimals.begin(), decimals.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!wholeNumber(whole) || !digits || decimals.isEmpty() || decimals.size() > 2)
        return std::nullopt;
    const contract::Cents cents = contract::centsFromNumber(std::string_view(latin.data(), latin.size()));
    const bool good = cents.fault == contract::CentsFault::None && cents.value <= contract::maxPrecoCentavos;
    return good ? std::optional(cents.value) : std::nullopt;
}

bool takeLowestPrice(const QString &text, Wanted &wanted)
{
    wanted.items.lowestPrice = priceFrom(text);
    return wanted.items.lowestPrice.has_value();
}

bool takeHighestPrice(const QString &text, Wanted &wanted)
{
    wanted.items.highestPrice = priceFrom(text);
    return wanted.items.highestPrice.has_value();
}

bool takeFormat(const QString &text, Wanted &wanted)
{
    wanted.format = text == QStringLiteral("csv") ? ExportFormat::Csv : ExportFormat::NdJson;
    return text == QStringLiteral("csv") || text == QStringLiteral("ndjson");
}

bool takeBefore(const QString &text, Wanted &wanted)
{
    wanted.history.before = positiveNumber(text.toUtf8());
    return wanted.history.before.has_value();
}

using Parameter = http::QueryParameter<Wanted>;

constexpr Parameter limitParameter{"limit", takeLimit, u"um número inteiro de 1 a 1000",
                                   u"a whole number from 1 to 1000"};
constexpr Parameter offsetParameter{"offset", takeOffset, u"um número inteiro a partir de 0",
                                    u"a whole number from 0"};
constexpr Parameter cursorParameter{
    "depois", takeCursor, u"um valor tirado de um Link desta lista, na mesma ordem e sem offset",
    u"a value taken from a Link of this list, in the same order and without offset"};
constexpr Parameter orderParameter{
    "ordem", takeOrder,
    u"até três campos diferentes entre id, nome, preco, criado_em e atualizado_em, separados por vírgulas e "
    u"com - antes para a ordem decrescente",
    u"up to three different fields of id, nome, preco, criado_em and atualizado_em, separated by commas, "
    u"with - before one for descending order"};
constexpr Parameter searchParameter{
    "q", takeSearch, u"um texto de até 100 caracteres em UTF-8, codificado como em formulários",
    u"a text of up to 100 characters in UTF-8, encoded as in forms"};
constexpr Parameter lowestParameter{"preco_min", takeLowestPrice,
                                    u"um número de 0 a 99999999999.99, que não passe de preco_max",
                                    u"a number from 0 to 99999999999.99 that is not above preco_max"};
constexpr Parameter highestParameter{"preco_max", takeHighestPrice, u"um número de 0 a 99999999999.99",
                                     u"a number from 0 to 99999999999.99"};
constexpr Parameter totalParameter{"total", takeTotal, u"true ou false", u"true or false"};
constexpr Parameter formatParameter{"formato", takeFormat, u"csv ou ndjson", u"csv or ndjson"};
constexpr Parameter beforeParameter{"antes", takeBefore, u"um número inteiro a partir de 1",
                                    u"a whole number from 1"};

constexpr Parameter listParameters[] = {limitParameter,  offsetParameter, cursorParameter,  orderParameter,
                                        searchParameter, lowestParameter, highestParameter, totalParameter};
constexpr Parameter exportParameters[] = {formatParameter, orderParameter, searchParameter, lowestParameter,
                                          highestParameter};
constexpr Parameter historyParameters[] = {limitParameter, beforeParameter};

/// What no parameter can see by itself.
std::optional<Problem> readTogether(Wanted &wanted)
{
    ItemQuery &items = wanted.items;
    if (items.lowestPrice && items.highestPrice && *items.lowestPrice > *items.highestPrice)
        return badValue(lowestParameter);
    if (wanted.cursor.isEmpty())
        return std::nullopt;
    items.cursor = readCursor(wanted.cursor, items);
    if (items.offset || !items.cursor)
        return badValue(cursorParameter);
    return std::nullopt;
}

core::Result<Wanted, Problem> read(QByteArrayView query, std::span<const Parameter> parameters)
{
    Wanted wanted;
    if (std::optional<Problem> problem = readParameters(query, parameters, wanted))
        return std::move(*problem);
    if (std::optional<Problem> problem = readTogether(wanted))
        return std::move(*problem);
    return wanted;
}

QByteArray orderText(const std::vector<SortField> &order)
{
    QByteArrayList parts;
    for (const SortField &sort : order) {
        const auto found =
            std::find_if(fieldNames.begin(), fieldNames.end(),
                         [&sort](const FieldName &known) { return known.field == sort.field; });
        parts.append(QByteArray(sort.descending ? "-" : "") + found->name.data());
    }
    return parts.join(',');
}

} // namespace

core::Result<ItemQuery, Problem> readListQuery(QByteArrayView query)
{
    core::Result<Wanted, Problem> wanted = read(query, listParameters);
    if (!wanted)
        return wanted.error();
    return std::move(wanted.value().items);
}

core::Result<ExportQuery, Problem> readExportQuery(QByteArrayView query)
{
    core::Result<Wanted, Problem> wanted = read(query, exportParameters);
    if (!wanted)
        return wanted.error();
    return ExportQuery{std::move(wanted.value().items), wanted.value().format};
}

core::Result<HistoryQuery, Problem> readHistoryQuery(QByteArrayView query)
{
    const core::Result<Wanted, Problem> wanted = read(query, historyParameters);
    if (!wanted)
        return wanted.error();
    return wanted.value().history;
}

QByteArray writeListQuery(const ItemQuery &query)
{
    QByteArray text = "limit=" + QByteArray::number(query.limit);
    if (query.offset)
        text += "&offset=" + QByteArray::number(*query.offset);
    if (query.cursor)
        text += "&depois=" + cursorToken(*query.cursor, query);
    if (!query.order.empty())
        text += "&ordem=" + orderText(query.order);
    if (!query.search.isEmpty())
        text += "&q=" + QUrl::toPercentEncoding(query.search);
    if (query.lowestPrice)
        text += "&preco_min=" + contract::formatPrice(*query.lowestPrice);
    if (query.highestPrice)
        text += "&preco_max=" + contract::formatPrice(*query.highestPrice);
    if (!query.withTotal)
        text += "&total=false";
    return text;
}

} // namespace guarita::server::web
