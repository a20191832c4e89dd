// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/users/auditrecord.h"
#include "http/message.h"
#include "http/problem.h"

namespace guarita::gateway {

/// A path as a record has it: its first 200 characters.
QByteArray recordedTarget(const QByteArray &path);

/// Who asked for what and when; the action and how it ended are still to be said.
AuditRecord recordOf(const http::Request &request, StoreTime when);

/// The same with how a request was refused; a reason that stands there already is kept.
AuditRecord refusedRecord(AuditRecord record, const http::Problem &problem);

/// Who and what for a change of users; `status` is the answer's if it succeeds.
Authorship authorshipOf(const http::Request &request, StoreTime when, int status);

} // namespace guarita::gateway
