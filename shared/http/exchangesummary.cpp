// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/exchangesummary.h"

namespace guarita::http {

ExchangeSummary summaryOf(const Exchange &exchange, const Response &response, qint64 bytes, core::Instant now)
{
    constexpr int clientClosedRequest = 499;
    ExchangeSummary summary{};
    summary.requestId = exchange.requestId;
    summary.clientAddress = exchange.clientAddress;
    summary.method = net::methodName(exchange.method);
    summary.path = exchange.path;
    summary.route = exchange.route;
    summary.endedBy = exchange.endedBy;
    summary.status = exchange.clientLeft ? clientClosedRequest : response.status;
    summary.reason = exchange.clientLeft ? QByteArrayLiteral("cliente_saiu") : response.reason;
    summary.upstream = response.upstream;
    summary.subject = exchange.caller.subject;
    summary.requestBytes = exchange.incoming ? exchange.incoming->received() : exchange.requestBytes;
    summary.responseBytes = bytes;
    summary.duration = now - exchange.received;
    summary.span = &exchange.span;
    summary.timing = response.timing;
    return summary;
}

ExchangeSummary refusalSummary(const Response &refusal, const QByteArray &requestId, const QHostAddress &peer)
{
    ExchangeSummary summary{};
    summary.requestId = requestId;
    summary.clientAddress = peer;
    summary.method = QByteArrayLiteral("-");
    summary.path = QByteArrayLiteral("-");
    summary.route = "-";
    summary.status = refusal.status;
    summary.reason = refusal.reason;
    summary.responseBytes = refusal.body.size();
    return summary;
}

} // namespace guarita::http
