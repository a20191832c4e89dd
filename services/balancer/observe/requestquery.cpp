// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/requestquery.h"

#include "core/decimaltext.h"
#include "http/queryparameters.h"

#include <algorithm>
#include <array>

namespace guarita::balancer {

namespace {

constexpr qint64 mostRequestsPerPage = 1'000;
constexpr qsizetype longestBackendId = 300;

using Parameter = http::QueryParameter<RequestQuery>;

bool takePageLimit(const QString &text, RequestQuery &query)
{
    const qint64 limit = core::positiveNumber(text.toUtf8()).value_or(0);
    query.limit = static_cast<std::size_t>(limit);
    return limit > 0 && limit <= mostRequestsPerPage;
}

bool takeBeforeNumber(const QString &text, RequestQuery &query)
{
    const std::optional<qint64> number = core::positiveNumber(text.toUtf8());
    query.before = number.value_or(0);
    return number.has_value();
}

bool takeBackend(const QString &text, RequestQuery &query)
{
    query.backend = text.toUtf8();
    return !text.isEmpty() && text.size() <= longestBackendId;
}

/// Digits, and at most three more behind a point.
bool takeLeastTime(const QString &text, RequestQuery &query)
{
    constexpr qint64 mostMs = 3'600'000;
    const QByteArray utf8 = text.toUtf8();
    const qsizetype point = utf8.indexOf('.');
    const std::optional<qint64> whole = core::wholeNumber(point < 0 ? utf8 : utf8.first(point));
    QByteArray thousandths = point < 0 ? QByteArray("0") : utf8.sliced(point + 1);
    const bool digits =
        std::all_of(thousandths.begin(), thousandths.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!whole || *whole > mostMs || thousandths.isEmpty() || thousandths.size() > 3 || !digits)
        return false;
    thousandths = thousandths.leftJustified(3, '0');
    query.atLeast = std::chrono::milliseconds(*whole) + std::chrono::microseconds(thousandths.toInt());
    return true;
}

bool takeResult(const QString &text, RequestQuery &query)
{
    query.failedOnly = text == QStringLiteral("erro");
    return query.failedOnly || text == QStringLiteral("tudo");
}

constexpr std::array requestParameters{
    Parameter{"limite", takePageLimit, u"um número inteiro de 1 a 1000", u"a whole number from 1 to 1000"},
    Parameter{"antes", takeBeforeNumber, u"a seq de um pedido", u"a request's seq"},
    Parameter{"backend", takeBackend, u"o id de um backend", u"a backend's id"},
    Parameter{"minimo_ms", takeLeastTime, u"um número de 0 a 3600000 com até três casas depois do ponto",
              u"a number from 0 to 3600000 with up to three digits after the point"},
    Parameter{"resultado", takeResult, u"erro ou tudo", u"erro or tudo"},
};

} // namespace

bool RequestQuery::wants(const KeptRequest &request) const
{
    if (failedOnly && request.status < 500 && request.reason.isEmpty())
        return false;
    const auto there = [this](const AttemptRecord &attempt) { return attempt.backend == backend; };
    return request.duration >= atLeast &&
           (backend.isEmpty() || std::any_of(request.attempts.begin(), request.attempts.end(), there));
}

core::Result<RequestQuery, http::Problem> readRequestQuery(QByteArrayView query)
{
    RequestQuery read;
    if (std::optional<http::Problem> wrong =
            http::readParameters<RequestQuery>(query, requestParameters, read))
        return std::move(*wrong);
    return read;
}

} // namespace guarita::balancer
