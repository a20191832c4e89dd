// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/problem.h"

namespace guarita::balancer {

http::Problem backendConditionMissing();                              // 428 precondicao_ausente
http::Problem otherBackendVersion();                                  // 412 versao_divergente
http::Problem backendExists();                                        // 409 backend_existe
http::Problem tooManyBackends(std::size_t most);                      // 409 backends_demais
http::Problem badBackendFields(std::vector<http::FieldError> errors); // 422 campos_invalidos
http::Problem backendBodyTooLarge(qsizetype most);                    // 413 corpo_grande

} // namespace guarita::balancer
