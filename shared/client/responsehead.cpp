// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/responsehead.h"

#include <algorithm>
#include <utility>

namespace guarita::client {

ResponseHead judgeHead(net::ResponseFrame frame, http::Method method, const ClientLimits &limits,
                       bool mayStream)
{
    ResponseHead head;
    head.status = frame.status;
    head.bodyLength = frame.bodyLength;
    const qint64 mostWhole =
        mayStream ? std::min(limits.streamAbove, limits.responseBytes) : limits.responseBytes;
    const bool tooLong = frame.bodyLength.value_or(0) > mostWhole;
    head.acceptable = mayStream || !tooLong;
    head.streamed = mayStream && (tooLong || !frame.bodyLength);
    head.headers = std::move(frame.headers);
    if (frame.contentLength && (head.streamed || method == http::Method::Head))
        head.headers.append(QByteArrayLiteral("content-length"), QByteArray::number(*frame.contentLength));
    return head;
}

} // namespace guarita::client
