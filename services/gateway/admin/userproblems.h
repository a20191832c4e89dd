// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/users/user.h"
#include "http/problem.h"

namespace guarita::gateway {

// What a client is told of its requests to manage users.

/// 409 nome_em_uso, 404, 412 versao_divergente, 409 ultimo_admin.
http::Problem refusalProblem(UserRefusal refusal);
http::Problem badUserFields(std::vector<http::FieldError> errors); // 422 campos_invalidos
http::Problem userBodyTooLarge(qsizetype most);                    // 413 corpo_grande
http::Problem wrongOldPassword();                                  // 403 senha_atual_incorreta
/// 409 usuario_alterado: between the look at the old password and the change.
http::Problem userChangedMeanwhile();

} // namespace guarita::gateway
