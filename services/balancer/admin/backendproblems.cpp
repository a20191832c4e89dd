// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/admin/backendproblems.h"

namespace guarita::balancer {

http::Problem backendConditionMissing()
{
    return {.status = 428,
            .reason = "precondicao_ausente",
            .detail = {QStringLiteral("Envie em If-Match a ETag do backend que foi lido, ou *."),
                       QStringLiteral("Send the ETag of the backend that was read in If-Match, or *.")}};
}

http::Problem otherBackendVersion()
{
    return {.status = 412,
            .reason = "versao_divergente",
            .detail = {QStringLiteral("O backend tem outra versão: leia-o de novo antes de mudá-lo."),
                       QStringLiteral("The backend has another version: read it again before changing it.")}};
}

http::Problem backendExists()
{
    return {.status = 409,
            .reason = "backend_existe",
            .detail = {QStringLiteral("O cluster já tem esse servidor."),
                       QStringLiteral("The cluster has that server already.")}};
}

http::Problem tooManyBackends(std::size_t most)
{
    return {.status = 409,
            .reason = "backends_demais",
            .detail = {
                QStringLiteral("O balanceador já tem %1 backends, o máximo (MAX_BACKENDS).").arg(most),
                QStringLiteral("The balancer has %1 backends already, the most (MAX_BACKENDS).").arg(most)}};
}

http::Problem badBackendFields(std::vector<http::FieldError> errors)
{
    return {.status = 422,
            .reason = "campos_invalidos",
            .detail = {QStringLiteral("Há campos que não seguem as regras de um backend."),
                       QStringLiteral("Some fields break the rules of a backend.")},
            .errors = std::move(errors)};
}

http::Problem backendBodyTooLarge(qsizetype most)
{
    const qsizetype kib = most / 1024;
    return {.status = 413,
            .reason = "corpo_grande",
            .detail = {QStringLiteral("O corpo passa de %1 KiB.").arg(kib),
                       QStringLiteral("The body is larger than %1 KiB.").arg(kib)}};
}

} // namespace guarita::balancer
