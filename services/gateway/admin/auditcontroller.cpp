// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/auditcontroller.h"

#include "gateway/admin/auditjson.h"
#include "gateway/admin/auditquery.h"
#include "gateway/auth/credentials.h"
#include "gateway/users/storeproblem.h"
#include "http/answering.h"

namespace guarita::gateway {

using Records = std::vector<AuditRecord>;

std::vector<http::Route> AuditController::routes()
{
    return {{http::Method::Get, "/admin/auditoria", http::handlerOf(this, &AuditController::list)}};
}

void AuditController::list(http::Request request, http::ReplyHandle reply)
{
    const core::Result<AuditQuery, http::Problem> read = readAuditQuery(request.query);
    if (!read)
        return http::refuse(request, reply, read.error());
    const qint64 limit = read.value().limit;
    AuditQuery query = read.value();
    query.limit = limit + 1; // tells whether there are others
    const auto asking = std::make_shared<Asking>(Asking{std::move(request), std::move(reply)});
    m_users.submit([query](UserRepository &users) { return users.audit().list(query); },
                   [asking, limit](sql::Outcome<Records> found) {
                       if (!found)
                           return asking->refuse(storeProblem(found.error()));
                       Records &records = found.value();
                       const bool more = static_cast<qint64>(records.size()) > limit;
                       if (more)
                           records.pop_back();
                       asking->reply.send(http::jsonResponse(recordsJson(records, more)));
                   });
}

} // namespace guarita::gateway
