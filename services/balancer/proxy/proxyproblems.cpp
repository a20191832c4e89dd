// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/proxy/proxyproblems.h"

namespace guarita::balancer {

namespace {

http::Problem unavailable(const char *reason, http::Sentence detail, int retryAfter)
{
    return {.status = 503,
            .reason = reason,
            .detail = std::move(detail),
            .errors = {},
            .headers = {{QByteArrayLiteral("Retry-After"), QByteArray::number(retryAfter)}}};
}

} // namespace

http::Problem noServer()
{
    return unavailable(
        "sem_servidor",
        {QStringLiteral("Nenhum servidor está disponível no momento. Tente de novo em instantes."),
         QStringLiteral("No server is available at the moment. Try again shortly.")},
        1);
}

http::Problem queueFull(int retryAfter)
{
    return unavailable("fila_cheia",
                       {QStringLiteral("Os servidores estão ocupados e há pedidos demais na fila. Tente de "
                                       "novo mais tarde."),
                        QStringLiteral("The servers are busy and too many requests are waiting. Try again "
                                       "later.")},
                       retryAfter);
}

http::Problem queueExpired(int retryAfter)
{
    return unavailable("fila_expirou",
                       {QStringLiteral("Os servidores estão ocupados; a vez deste pedido não chegou a tempo. "
                                       "Tente de novo mais tarde."),
                        QStringLiteral("The servers are busy; this request's turn did not come in time. Try "
                                       "again later.")},
                       retryAfter);
}

} // namespace guarita::balancer
