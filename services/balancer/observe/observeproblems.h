// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/problem.h"

namespace guarita::balancer {

http::Problem tooManyListeners();       // 503 ouvintes_demais, Retry-After
http::Problem tooManyReconciliations(); // 503 conciliacoes_demais, Retry-After

} // namespace guarita::balancer
