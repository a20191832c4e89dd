// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/audit/audittrail.h"
#include "http/requestobserver.h"

namespace guarita::gateway {

/// Records what every exchange of the gateway was, once it is over: requests that a stage refused, and those
/// whose row in the access table names an action, by the answer that came from behind the gate. Tells the
/// next observer of all.
class AuditObserver final : public http::RequestObserver
{
public:
    /// Both outlive the observer.
    AuditObserver(http::RequestObserver &next, AuditTrail &trail)
        : m_next(next)
        , m_trail(trail)
    {
    }

    void finished(const http::ExchangeSummary &summary) override;
    void serves(net::Method method, const char *pattern) override { m_next.serves(method, pattern); }

private:
    http::RequestObserver &m_next;
    AuditTrail &m_trail;
};

} // namespace guarita::gateway
