// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/spool/spooledbody.h"
#include "http/problem.h"

namespace guarita::gateway {

/// 411 length_required: bodies of untold length are not taken.
http::Problem lengthRequired();
/// 503 spool_full or spool_failed, 400 body_incomplete. `passing`: it may be better soon.
http::Problem spoolProblem(SpoolFailure failure, bool passing);

} // namespace guarita::gateway
