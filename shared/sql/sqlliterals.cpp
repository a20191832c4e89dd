// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqlliterals.h"

#include <QtSql/QSqlDriver>
#include <QtSql/QSqlField>

namespace guarita::sql {

namespace {

QString textLiteral(QString text)
{
    text.replace(u'\'', QStringLiteral("''"));
    if (!text.contains(u'\\'))
        return u'\'' + text + u'\'';
    return QStringLiteral("E'") + text.replace(u'\\', QStringLiteral("\\\\")) + u'\'';
}

QString integerLiteral(qlonglong value)
{
    // A bare minus would make a comment of the one before it.
    return value < 0 ? QStringLiteral("'%1'::bigint").arg(value) : QString::number(value);
}

QString otherLiteral(const QVariant &value, const QSqlDriver &driver)
{
    QSqlField field(QString(), value.metaType());
    field.setValue(value);
    return driver.formatValue(field);
}

std::optional<QString> literal(const QVariant &value, const QSqlDriver &driver)
{
    const int type = value.typeId();
    if (value.isNull() || (type == QMetaType::QString && value.toString().isNull()))
        return QStringLiteral("NULL"); // as when it is bound
    switch (type) {
    case QMetaType::QString: {
        const QString text = value.toString();
        return text.contains(QChar(u'\0')) ? std::nullopt : std::optional(textLiteral(text));
    }
    case QMetaType::Int:
    case QMetaType::LongLong:
        return integerLiteral(value.toLongLong());
    case QMetaType::Bool:
        return value.toBool() ? QStringLiteral("TRUE") : QStringLiteral("FALSE");
    case QMetaType::QByteArray:
        return QStringLiteral("E'\\\\x") + QString::fromLatin1(value.toByteArray().toHex()) + u'\'';
    default:
        return otherLiteral(value, driver);
    }
}

/// Where the quotation that begins at `at` ends (the place after it); `at` itself if none begins there.
qsizetype endOfQuotation(const QString &sql, qsizetype at)
{
    const QChar first = sql[at];
    QString mark;
    if (first == u'\'' || first == u'"') {
        mark = first; // a doubled one ends a quotation and begins the next
    } else if (first == u'$') {
        const qsizetype second = sql.indexOf(u'$', at + 1);
        const auto tag = QStringView(sql).mid(at + 1, second - at - 1);
        const auto inTag = [](QChar c) { return c.isLetterOrNumber() || c == u'_'; };
        if (second < 0 || !std::all_of(tag.begin(), tag.end(), inTag))
            return at;
        mark = sql.mid(at, second - at + 1);
    } else {
        return at;
    }
    const qsizetype end = sql.indexOf(mark, at + mark.size());
    return end < 0 ? sql.size() : end + mark.size();
}

} // namespace

std::optional<QString> withLiterals(const QString &sql, const QVariantList &values, const QSqlDriver &driver)
{
    QString written;
    qsizetype used = 0;
    for (qsizetype at = 0; at < sql.size();) {
        if (const qsizetype end = endOfQuotation(sql, at); end > at) {
            written += QStringView(sql).mid(at, end - at);
            at = end;
        } else if (sql[at++] != u'?') {
            written += sql[at - 1];
        } else {
            const std::optional<QString> text =
                used < values.size() ? literal(values[used++], driver) : std::nullopt;
            if (!text)
                return std::nullopt;
            written += *text;
        }
    }
    return used == values.size() ? std::optional(written) : std::nullopt;
}

} // namespace guarita::sql
