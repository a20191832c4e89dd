// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/spool/spoolproblem.h"

namespace guarita::gateway {

http::Problem lengthRequired()
{
    return {.status = 411,
            .reason = "length_required",
            .detail = {QStringLiteral("Envie o corpo com Content-Length."),
                       QStringLiteral("Send the body with Content-Length.")}};
}

http::Problem spoolProblem(SpoolFailure failure, bool passing)
{
    http::Problem problem;
    problem.status = 503;
    switch (failure) {
    case SpoolFailure::Full:
        problem.reason = "spool_full";
        problem.detail = {
            QStringLiteral("Não há espaço para um corpo sem Content-Length. Envie-o com esse campo."),
            QStringLiteral("There is no room for a body without Content-Length. Send it with that field.")};
        break;
    case SpoolFailure::Failed:
        problem.reason = "spool_failed";
        problem.detail = {
            QStringLiteral("Não foi possível guardar o corpo. Envie-o com Content-Length, ou mais tarde."),
            QStringLiteral("The body could not be kept. Send it with Content-Length, or later.")};
        break;
    case SpoolFailure::Broken:
        problem.status = 400;
        problem.reason = "body_incomplete";
        problem.detail = {QStringLiteral("O corpo não chegou inteiro."),
                          QStringLiteral("The body did not arrive as a whole.")};
        break;
    }
    if (passing)
        problem.headers.append(QByteArrayLiteral("Retry-After"), QByteArrayLiteral("10"));
    return problem;
}

} // namespace guarita::gateway
