// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/precondition.h"
#include "core/result.h"
#include "http/problem.h"

namespace guarita::http {

/// Under which versions a change is wanted, by If-Match and If-None-Match; 400 precondicao_invalida.
///
/// If-Match compares strongly, so that a weak tag matches nothing (RFC 9110, 13.1.1). "*" is met by anything
/// there is; what does not exist is a 404 rather than a 412, as 13.2.1 has it. If-None-Match: * wants that
/// there be nothing, which no change of something can meet.
core::Result<core::Precondition, Problem> readPrecondition(const Request &request);

Problem badPrecondition(); // 400 precondicao_invalida: a field that is neither "*" nor a list of entity-tags

} // namespace guarita::http
