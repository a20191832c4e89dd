// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/audit/requestrecord.h"

#include "gateway/forward/forwardedfields.h"

namespace guarita::gateway {

QByteArray recordedTarget(const QByteArray &path)
{
    constexpr qsizetype longest = 200;
    return path.size() <= longest ? path : QString::fromUtf8(path).left(longest).toUtf8();
}

AuditRecord recordOf(const http::Request &request, StoreTime when)
{
    AuditRecord record;
    record.when = when;
    record.who = request.subject;
    record.target = recordedTarget(request.path);
    record.address = addressText(request.clientAddress);
    record.request = request.id;
    return record;
}

AuditRecord refusedRecord(AuditRecord record, const http::Problem &problem)
{
    record.outcome = problem.status < 500 ? AuditOutcome::Refused : AuditOutcome::Failed;
    record.status = problem.status;
    if (record.reason.isEmpty())
        record.reason = problem.reason;
    return record;
}

Authorship authorshipOf(const http::Request &request, StoreTime when, int status)
{
    Authorship by(when, request.subject);
    by.address = addressText(request.clientAddress);
    by.request = request.id;
    by.status = status;
    return by;
}

} // namespace guarita::gateway
