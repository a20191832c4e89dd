// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/problem.h"
#include "sql/storageerror.h"

namespace guarita::gateway {

/// 503 usuarios_indisponiveis: the store of users does not answer, or has not yet; nothing is said of who is
/// who.
http::Problem usersUnavailable();

/// What a client is told when a job of the store of users failed: usuarios_indisponiveis; 503
/// resultado_desconhecido, which must not be repeated blindly; or 500 for a mistake of ours.
http::Problem storeProblem(const sql::StorageError &error);

} // namespace guarita::gateway
