// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/http2answer.h"

#include <algorithm>
#include <array>

namespace guarita::net {

namespace {

constexpr std::array<QByteArrayView, 5> ofConnections{"connection", "keep-alive", "proxy-connection",
                                                      "transfer-encoding", "upgrade"};

} // namespace

Http2Answer Http2Answer::from(const QByteArray &message)
{
    Http2Answer answer;
    const qsizetype end = message.indexOf("\r\n\r\n");
    answer.content = message.mid(end + 4);
    answer.status = message.mid(9, 3).toInt(); // behind "HTTP/1.1 "
    qsizetype line = message.indexOf("\r\n") + 2;
    while (line < end) {
        const qsizetype next = message.indexOf("\r\n", line);
        const qsizetype colon = message.indexOf(':', line);
        QByteArray name = message.mid(line, colon - line).toLower();
        if (std::find(ofConnections.begin(), ofConnections.end(), name) == ofConnections.end())
            answer.fields.push_back({std::move(name), message.mid(colon + 1, next - colon - 1).trimmed()});
        line = next + 2;
    }
    return answer;
}

} // namespace guarita::net
