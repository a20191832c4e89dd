// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/auditquery.h"

#include "contract/item.h"
#include "core/decimaltext.h"
#include "http/queryparameters.h"

#include <array>
#include <span>

namespace guarita::gateway {

namespace {

constexpr qint64 mostRecordsPerPage = 500;
constexpr qsizetype longestName = 100;

using Parameter = http::QueryParameter<AuditQuery>;

bool takeRecordLimit(const QString &text, AuditQuery &query)
{
    query.limit = core::positiveNumber(text.toUtf8()).value_or(0);
    return query.limit > 0 && query.limit <= mostRecordsPerPage;
}

bool takeBefore(const QString &text, AuditQuery &query)
{
    query.before = core::positiveNumber(text.toUtf8());
    return query.before.has_value();
}

bool takeAfterId(const QString &text, AuditQuery &query)
{
    query.after = core::wholeNumber(text.toUtf8());
    return query.after.has_value();
}

bool takeWho(const QString &text, AuditQuery &query)
{
    query.who = text.toUtf8();
    return !text.isEmpty() && text.size() <= longestName && !text.contains(QChar(u'\0'));
}

bool takeAction(const QString &text, AuditQuery &query)
{
    query.action = text.toUtf8();
    return audited::isAction(*query.action);
}

bool takeOutcome(const QString &text, AuditQuery &query)
{
    query.outcome = outcomeNamed(text.toUtf8());
    return query.outcome.has_value();
}

std::optional<StoreTime> timeFrom(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    const auto time = contract::parseTimestamp({utf8.constData(), static_cast<std::size_t>(utf8.size())});
    return time ? std::optional(time->time_since_epoch()) : std::nullopt;
}

bool takeSince(const QString &text, AuditQuery &query)
{
    query.since = timeFrom(text);
    return query.since.has_value();
}

bool takeUntil(const QString &text, AuditQuery &query)
{
    query.until = timeFrom(text);
    return query.until.has_value();
}

constexpr std::array parameters{
    Parameter{"limite", takeRecordLimit, u"um número inteiro de 1 a 500", u"a whole number from 1 to 500"},
    Parameter{"antes", takeBefore, u"o id de um registro", u"a record's id"},
    Parameter{"depois", takeAfterId, u"o id de um registro, ou 0", u"a record's id, or 0"},
    Parameter{"quem", takeWho, u"um nome", u"a name"},
    Parameter{"acao", takeAction, u"uma ação que é registrada", u"an action that is recorded"},
    Parameter{"resultado", takeOutcome, u"ok, recusado, falhou ou desconhecido",
              u"ok, recusado, falhou or desconhecido"},
    Parameter{"desde", takeSince, u"uma data e hora da RFC 3339", u"a date and time of RFC 3339"},
    Parameter{"ate", takeUntil, u"uma data e hora da RFC 3339", u"a date and time of RFC 3339"},
};

core::Result<AuditQuery, http::Problem> read(QByteArrayView text, std::span<const Parameter> known)
{
    AuditQuery query;
    if (std::optional<http::Problem> wrong = http::readParameters(text, known, query))
        return std::move(*wrong);
    return query;
}

} // namespace

core::Result<AuditQuery, http::Problem> readAuditQuery(QByteArrayView query)
{
    return read(query, parameters);
}

core::Result<AuditQuery, http::Problem> readAuditExportQuery(QByteArrayView query)
{
    return read(query, std::span<const Parameter>(parameters).subspan(1));
}

} // namespace guarita::gateway
