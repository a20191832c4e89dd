// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/audit/auditobserver.h"

#include "gateway/audit/requestrecord.h"
#include "gateway/forward/forwardedfields.h"
#include "gateway/identity/accesstable.h"

#include <optional>

namespace guarita::gateway {

namespace {

bool isRefusal(const http::ExchangeSummary &summary)
{
    return summary.endedBy && (summary.status == 401 || summary.status == 403 || summary.status == 429);
}

/// What an answer says of a change. One that came too late or not at all says nothing, unless the request
/// never left.
AuditOutcome outcomeOf(const http::ExchangeSummary &summary)
{
    constexpr int clientClosedRequest = 499;
    if (summary.status < 400)
        return AuditOutcome::Done;
    if (summary.status < clientClosedRequest)
        return AuditOutcome::Refused;
    const bool unsent = summary.reason == "upstream_connect" || summary.reason == "upstream_saturated";
    return unsent ? AuditOutcome::Failed : AuditOutcome::Unknown;
}

AuditRecord recordOf(const http::ExchangeSummary &summary, StoreTime when)
{
    AuditRecord record;
    record.when = when;
    record.who = summary.subject;
    record.target = recordedTarget(summary.path);
    record.address = addressText(summary.clientAddress);
    record.request = summary.requestId;
    record.status = summary.status;
    record.reason = summary.reason;
    return record;
}

} // namespace

void AuditObserver::finished(const http::ExchangeSummary &summary)
{
    m_next.finished(summary);
    if (isRefusal(summary)) {
        AuditRecord record = recordOf(summary, m_trail.now());
        record.action = audited::refusal;
        record.outcome = AuditOutcome::Refused;
        return m_trail.refused(std::move(record));
    }
    const std::optional<net::Method> method = net::methodNamed(summary.method);
    if (summary.endedBy || !method || net::isSafe(*method))
        return;
    if (const char *action = auditedAction(*method, summary.path)) {
        AuditRecord record = recordOf(summary, m_trail.now());
        record.action = action;
        record.outcome = outcomeOf(summary);
        m_trail.record(std::move(record));
    }
}

} // namespace guarita::gateway
