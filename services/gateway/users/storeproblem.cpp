// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/storeproblem.h"

namespace guarita::gateway {

http::Problem usersUnavailable()
{
    http::Problem problem;
    problem.status = 503;
    problem.reason = "usuarios_indisponiveis";
    problem.detail = {QStringLiteral("O cadastro de usuários não responde. Tente de novo em instantes."),
                      QStringLiteral("The store of users does not answer. Try again in a moment.")};
    problem.headers.set("Retry-After", "1");
    return problem;
}

http::Problem storeProblem(const sql::StorageError &error)
{
    if (error.failure == sql::Failure::Internal)
        return http::internalError();
    if (error.failure != sql::Failure::UnknownOutcome)
        return usersUnavailable();
    http::Problem problem;
    problem.status = 503;
    problem.reason = "resultado_desconhecido";
    problem.detail = {
        QStringLiteral("A conexão com o cadastro de usuários caiu durante a gravação: confira "
                       "se ela foi feita."),
        QStringLiteral("The store of users was lost while writing: check whether it was done.")};
    return problem;
}

} // namespace guarita::gateway
