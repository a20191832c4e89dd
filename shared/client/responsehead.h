// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"

#include <QtNetwork/QNetworkReply>

#include <optional>

namespace guarita::client {

/// A response's status and fields, judged.
struct ResponseHead
{
    /// False if it cannot be trusted: Qt lost the fields (more than a hundred, or one invalid), the status is
    /// not a final one, the framing is ambiguous, or a limit is passed.
    bool acceptable = false;
    /// Acceptable, but bytes that nobody awaits may follow.
    bool surplusLikely = false;
    int status = 0;
    /// End-to-end fields, Set-Cookie one per field. Content-Length only in the answer to HEAD
    /// and in one that is streamed.
    http::Headers headers;
    /// How many bytes of body must follow; nothing if the end is told otherwise (chunked, or by closing).
    std::optional<qint64> bodyLength;
    /// The body is to be passed on bit by bit.
    bool streamed = false;
};

/// `mayStream`: somebody can take the body bit by bit; its length has no limit then.
ResponseHead readHead(const QNetworkReply &reply, http::Method method, const ClientLimits &limits,
                      bool mayStream);

} // namespace guarita::client
