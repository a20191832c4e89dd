// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "net/responseframer.h"

#include <optional>

namespace guarita::client {

/// A response's status and fields, judged.
struct ResponseHead
{
    /// False if its body passes a limit.
    bool acceptable = false;
    int status = 0;
    /// End-to-end fields. Content-Length only in the answer to HEAD and in one that is streamed.
    http::Headers headers;
    /// How many bytes of body follow; nothing if the end is told otherwise (chunked, or by closing).
    std::optional<qint64> bodyLength;
    /// The body is to be passed on bit by bit.
    bool streamed = false;
};

/// `mayStream`: somebody can take the body bit by bit; its length has no limit then.
ResponseHead judgeHead(net::ResponseFrame frame, http::Method method, const ClientLimits &limits,
                       bool mayStream);

} // namespace guarita::client
