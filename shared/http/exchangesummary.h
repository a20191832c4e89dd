// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/exchange.h"
#include "http/requestobserver.h"

namespace guarita::http {

/// What the observer is told of an exchange that is over, and of a message that never became one. `bytes`:
/// content that was handed over.
ExchangeSummary summaryOf(const Exchange &exchange, const Response &response, qint64 bytes,
                          core::Instant now);
ExchangeSummary refusalSummary(const Response &refusal, const QByteArray &requestId,
                               const QHostAddress &peer);

} // namespace guarita::http
