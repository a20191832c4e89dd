// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/listquery.h"

#include "server/web/decimaltext.h"
#include "server/web/formtext.h"

#include <QtCore/QUrl>

#include <algorithm>
#include <array>
#include <set>

namespace guarita::server::web {

using domain::ItemField;
using domain::ItemQuery;
using domain::SortField;
using http::Problem;
using http::Sentence;

namespace {

Problem refusal(const Sentence &detail)
{
    Problem problem;
    problem.status = 400;
    problem.reason = "parametro_invalido";
    problem.detail = detail;
    return problem;
}

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

bool takeLimit(const QString &text, ItemQuery &query)
{
    const std::optional<qint64> limit = positiveNumber(text.toUtf8());
    query.limit = limit.value_or(0);
    return limit && *limit <= domain::mostItemsPerPage;
}

bool takeOffset(const QString &text, ItemQuery &query)
{
    const std::optional<qint64> offset = wholeNumber(text.toUtf8());
    query.offset = offset.value_or(0);
    return offset.has_value();
}

bool takeOrder(const QString &text, ItemQuery &query)
{
    const QList<QStringView> parts = QStringView(text).split(u',');
    if (static_cast<std::size_t>(parts.size()) > domain::mostSortFields)
        return false;
    for (const QStringView part : parts) {
        const std::optional<SortField> sort = sortField(part);
        const auto same = [&sort](const SortField &other) { return other.field == sort->field; };
        if (!sort || std::any_of(query.order.begin(), query.order.end(), same))
            return false;
        query.order.push_back(*sort);
    }
    return true;
}

bool takeSearch(const QString &text, ItemQuery &query)
{
    query.search = text;
    const auto pairs = std::count_if(text.begin(), text.end(), [](QChar c) { return c.isHighSurrogate(); });
    return text.size() - pairs <= domain::maxSearch && !text.contains(QChar(u'\0'));
}

bool takeTotal(const QString &text, ItemQuery &query)
{
    query.withTotal = text == QStringLiteral("true");
    return query.withTotal || text == QStringLiteral("false");
}

struct Parameter
{
    const char *name;
    bool (*take)(const QString &text, ItemQuery &query); // whether the value is good
    const char16_t *portuguese;                          // what it must be
    const char16_t *english;
};

constexpr Parameter parameters[] = {
    {"limit", takeLimit, u"um número inteiro de 1 a 1000", u"a whole number from 1 to 1000"},
    {"offset", takeOffset, u"um número inteiro a partir de 0", u"a whole number from 0"},
    {"ordem", takeOrder,
     u"até três campos diferentes entre id, nome, preco, criado_em e atualizado_em, separados por vírgulas e "
     u"com - "
     u"antes para a ordem decrescente",
     u"up to three different fields of id, nome, preco, criado_em and atualizado_em, separated by commas, "
     u"with - "
     u"before one for descending order"},
    {"q", takeSearch, u"um texto de até 100 caracteres em UTF-8, codificado como em formulários",
     u"a text of up to 100 characters in UTF-8, encoded as in forms"},
    {"total", takeTotal, u"true ou false", u"true or false"},
};

Problem badValue(const Parameter &parameter)
{
    const QString name = QString::fromLatin1(parameter.name);
    return refusal(
        {QStringLiteral("O parâmetro %1 deve ser %2.").arg(name, QString::fromUtf16(parameter.portuguese)),
         QStringLiteral("The parameter %1 must be %2.").arg(name, QString::fromUtf16(parameter.english))});
}

/// The name is the client's: it is shown as it came, still encoded.
QString shown(QByteArrayView name)
{
    constexpr qsizetype enough = 40;
    return QString::fromLatin1(name.first(std::min(name.size(), enough)));
}

Problem unknownName(QByteArrayView name)
{
    return refusal(
        {QStringLiteral("O parâmetro \"%1\" não existe; há limit, offset, ordem, q e total.")
             .arg(shown(name)),
         QStringLiteral("There is no parameter \"%1\"; there are limit, offset, ordem, q and total.")
             .arg(shown(name))});
}

Problem repeatedName(QByteArrayView name)
{
    return refusal({QStringLiteral("O parâmetro %1 está repetido.").arg(shown(name)),
                    QStringLiteral("The parameter %1 is repeated.").arg(shown(name))});
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
    ItemQuery list;
    std::set<const Parameter *> seen;
    while (!query.isEmpty()) {
        const qsizetype ampersand = query.indexOf('&');
        const QByteArrayView pair = ampersand < 0 ? query : query.first(ampersand);
        query = ampersand < 0 ? QByteArrayView() : query.sliced(ampersand + 1);
        const qsizetype equals = pair.indexOf('=');
        const QByteArrayView name = equals < 0 ? pair : pair.first(equals);
        const auto *parameter = std::find_if(std::begin(parameters), std::end(parameters),
                                             [name](const Parameter &known) { return name == known.name; });
        if (parameter == std::end(parameters))
            return unknownName(name);
        if (!seen.insert(parameter).second)
            return repeatedName(name);
        const std::optional<QString> value = equals < 0 ? std::nullopt : formText(pair.sliced(equals + 1));
        if (!value || !parameter->take(*value, list))
            return badValue(*parameter);
    }
    return list;
}

QByteArray writeListQuery(const ItemQuery &query)
{
    QByteArray text =
        "limit=" + QByteArray::number(query.limit) + "&offset=" + QByteArray::number(query.offset);
    if (!query.order.empty())
        text += "&ordem=" + orderText(query.order);
    if (!query.search.isEmpty())
        text += "&q=" + QUrl::toPercentEncoding(query.search);
    if (!query.withTotal)
        text += "&total=false";
    return text;
}

} // namespace guarita::server::web
