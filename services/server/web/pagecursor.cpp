// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/pagecursor.h"

#include "core/decimaltext.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace guarita::server::web {

using domain::ItemQuery;
using domain::PageCursor;
using domain::SortField;

namespace {

constexpr qsizetype longestToken = 4096; // a key of 100 characters at four bytes each, and room for the rest

/// Names the order, so that a token is not read as a place in another one.
QString orderMark(const ItemQuery &query)
{
    QString mark;
    for (const SortField &sort : domain::totalOrder(query))
        mark += QString::number(static_cast<int>(sort.field)) + (sort.descending ? u'-' : u'+');
    return mark;
}

std::optional<PageCursor::Key> keyFrom(const QJsonValue &value, domain::ItemField field)
{
    if (!value.isString())
        return std::nullopt;
    const QString text = value.toString();
    if (domain::hasTextKeys(field))
        return text.contains(QChar(u'\0')) ? std::nullopt : std::optional(PageCursor::Key(text));
    bool fits = false;
    const qint64 number = text.toLongLong(&fits);
    return fits ? std::optional(PageCursor::Key(number)) : std::nullopt;
}

} // namespace

// Numbers stand there as texts: JSON's would lose the last digits of large ones.
QByteArray cursorToken(const PageCursor &cursor, const ItemQuery &query)
{
    QJsonArray parts{orderMark(query), cursor.backward};
    for (const PageCursor::Key &key : cursor.keys) {
        const qint64 *number = std::get_if<qint64>(&key);
        parts.append(number ? QString::number(*number) : std::get<QString>(key));
    }
    return QJsonDocument(parts)
        .toJson(QJsonDocument::Compact)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

std::optional<PageCursor> readCursor(const QByteArray &token, const ItemQuery &query)
{
    if (token.size() > longestToken)
        return std::nullopt;
    const auto decoded = QByteArray::fromBase64Encoding(token, QByteArray::Base64UrlEncoding |
                                                                   QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::nullopt;
    const QJsonArray parts = QJsonDocument::fromJson(*decoded).array();
    const std::vector<SortField> order = domain::totalOrder(query);
    if (parts.size() != static_cast<qsizetype>(order.size()) + 2 || parts[0].toString() != orderMark(query) ||
        !parts[1].isBool())
        return std::nullopt;
    PageCursor cursor;
    cursor.backward = parts[1].toBool();
    for (std::size_t i = 0; i < order.size(); ++i) {
        std::optional<PageCursor::Key> key = keyFrom(parts[static_cast<qsizetype>(i) + 2], order[i].field);
        if (!key)
            return std::nullopt;
        cursor.keys.push_back(std::move(*key));
    }
    return cursor;
}

} // namespace guarita::server::web
