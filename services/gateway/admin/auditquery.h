// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "gateway/users/audittable.h"
#include "http/problem.h"

#include <QtCore/QByteArrayView>

namespace guarita::gateway {

/// Reads the query of GET /admin/auditoria; 400 parametro_invalido.
core::Result<AuditQuery, http::Problem> readAuditQuery(QByteArrayView query);
/// The same for an export, which has no limit.
core::Result<AuditQuery, http::Problem> readAuditExportQuery(QByteArrayView query);

} // namespace guarita::gateway
