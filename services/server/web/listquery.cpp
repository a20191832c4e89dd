// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/listquery.h"

#include "server/web/decimaltext.h"

namespace guarita::server::web {

namespace {

http::Problem refusal(const QString &portuguese, const QString &english)
{
    http::Problem problem;
    problem.status = 400;
    problem.reason = "parametro_invalido";
    problem.detail = {portuguese, english};
    return problem;
}

http::Problem badLimit()
{
    return refusal(QStringLiteral("O parâmetro limit deve ser um número inteiro de 1 a 1000."),
                   QStringLiteral("The parameter limit must be a whole number from 1 to 1000."));
}

http::Problem badOffset()
{
    return refusal(QStringLiteral("O parâmetro offset deve ser um número inteiro a partir de 0."),
                   QStringLiteral("The parameter offset must be a whole number from 0."));
}

http::Problem badName()
{
    return refusal(QStringLiteral("Só os parâmetros limit e offset são aceitos, cada um uma vez."),
                   QStringLiteral("Only the parameters limit and offset are accepted, each once."));
}

} // namespace

core::Result<ListQuery, http::Problem> readListQuery(QByteArrayView query)
{
    ListQuery list;
    bool limitSeen = false;
    bool offsetSeen = false;
    while (!query.isEmpty()) {
        const qsizetype ampersand = query.indexOf('&');
        const QByteArrayView pair = ampersand < 0 ? query : query.first(ampersand);
        query = ampersand < 0 ? QByteArrayView() : query.sliced(ampersand + 1);
        const qsizetype equals = pair.indexOf('=');
        const QByteArrayView name = equals < 0 ? pair : pair.first(equals);
        const QByteArrayView value = equals < 0 ? QByteArrayView() : pair.sliced(equals + 1);
        if (name == "limit" && !limitSeen) {
            const std::optional<qint64> limit = positiveNumber(value);
            if (!limit || *limit > mostItemsPerPage)
                return badLimit();
            list.limit = *limit;
            limitSeen = true;
        } else if (name == "offset" && !offsetSeen) {
            const std::optional<qint64> offset = wholeNumber(value);
            if (!offset)
                return badOffset();
            list.offset = *offset;
            offsetSeen = true;
        } else {
            return badName();
        }
    }
    return list;
}

} // namespace guarita::server::web
