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

} // namespace guarita::balancer
