// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"
#include "tally/callbook.h"
#include "tally/receivedcalls.h"

namespace guarita::tier {

/// Notes the calls of the tier before, and tells it which process it has called. Behind the check of the
/// identity. `calls` outlives the app.
inline http::Stage tallyStage(tally::ReceivedCalls &calls)
{
    return {"tally", [&calls](http::Request &request) -> std::optional<http::Response> {
                if (const QByteArray *call = request.headers.find(tally::callField)) {
                    calls.received(*call);
                    request.answerHeaders.append(QByteArrayLiteral("X-Guarita-Served"), calls.instance());
                }
                return std::nullopt;
            }};
}

} // namespace guarita::tier
