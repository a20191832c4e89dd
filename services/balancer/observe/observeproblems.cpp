// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/observeproblems.h"

namespace guarita::balancer {

http::Problem tooManyListeners()
{
    return {.status = 503,
            .reason = "ouvintes_demais",
            .detail = {QStringLiteral("Há ouvintes demais; tente de novo mais tarde."),
                       QStringLiteral("There are too many listeners; try again later.")},
            .errors = {},
            .headers = {{QByteArrayLiteral("Retry-After"), QByteArrayLiteral("10")}}};
}

http::Problem tooManyReconciliations()
{
    return {.status = 503,
            .reason = "conciliacoes_demais",
            .detail = {QStringLiteral("Há conciliações demais em andamento; tente de novo em breve."),
                       QStringLiteral("Too many reconciliations are under way; try again soon.")},
            .errors = {},
            .headers = {{QByteArrayLiteral("Retry-After"), QByteArrayLiteral("2")}}};
}

} // namespace guarita::balancer
