// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/problem.h"

namespace guarita::balancer {

/// Why a request gets no server's answer, besides what client::problemFor() says. All are 503 with
/// Retry-After.
http::Problem noServer();                   // sem_servidor
http::Problem queueFull(int retryAfter);    // fila_cheia; seconds
http::Problem queueExpired(int retryAfter); // fila_expirou

} // namespace guarita::balancer
