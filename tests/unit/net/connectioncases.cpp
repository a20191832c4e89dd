// SPDX-License-Identifier: GPL-3.0-or-later
#include "framercases.h"

namespace guarita::support {

FramerCases connectionCases()
{
    const auto http10 = [](const QByteArray &lines) {
        return "GET / HTTP/1.0\r\nHost: h\r\n" + lines + "\r\n\r\n";
    };
    const auto listed = [](const QByteArray &name) { return withFields("Connection: " + name); };
    QByteArray manyOptions = "Connection: o0";
    for (int i = 1; i < 16; ++i)
        manyOptions += ", o" + QByteArray::number(i);
    const QByteArray refused = "400 connection_lists_end_to_end_field";
    return {
        // Persistence
        {"connection close", listed("close"), "GET / close"},
        {"connection close case", listed("CLOSE"), "GET / close"},
        {"connection keep-alive", listed("keep-alive"), "GET /"},
        {"connection both", listed("keep-alive, close"), "GET / close"},
        {"connection two fields", withFields("Connection: keep-alive\r\nConnection: close"), "GET / close"},
        {"connection empty", listed(""), "GET /"},
        {"connection empty elements", listed(", ,close,,"), "GET / close"},
        {"connection tabs", listed("x\t,\tclose"), "GET / close"},
        {"connection close prefix", listed("closed"), "GET /"},
        {"connection 1.0 plain", http10("A: b"), "GET / {a: b} 1.0"},
        {"connection 1.0 keep-alive", http10("Connection: Keep-Alive"), "GET / 1.0 keep"},
        {"connection 1.0 close", http10("Connection: close"), "GET / 1.0"},
        {"connection 1.0 both", http10("Connection: keep-alive, close"), "GET / 1.0"},

        // Dropping
        {"connection drops listed", withFields("Connection: X-Hop\r\nX-Hop: 1\r\nA: b"), "GET / {a: b}"},
        {"connection drops listed before", withFields("X-Hop: 1\r\nA: b\r\nConnection: x-hop"),
         "GET / {a: b}"},
        {"connection drops all of listed", withFields("X-Hop: 1\r\nConnection: X-HOP\r\nx-hop: 2"), "GET /"},
        {"connection drops two", withFields("A: 1\r\nB: 2\r\nC: 3\r\nConnection: a, c"), "GET / {b: 2}"},
        {"connection lists absent", listed("x-none"), "GET /"},
        {"connection lists hop-by-hop", listed("te, upgrade, keep-alive, http2-settings, connection"),
         "GET /"},
        {"connection 16 options", withFields(manyOptions), "GET /"},
        {"hop keep-alive", withFields("Keep-Alive: timeout=5"), "GET /"},
        {"hop proxy-connection", withFields("Proxy-Connection: close"), "GET /"},
        {"hop proxy-authenticate", withFields("Proxy-Authenticate: x"), "GET /"},
        {"hop proxy-authorization", withFields("Proxy-Authorization: x"), "GET /"},
        {"hop te", withFields("TE: trailers"), "GET /"},
        {"hop trailer", withFields("Trailer: x"), "GET /"},
        {"hop upgrade", withFields("Connection: Upgrade\r\nUpgrade: websocket"), "GET /"},
        {"hop http2-settings",
         withFields("Upgrade: h2c\r\nHTTP2-Settings: AA\r\nConnection: Upgrade, HTTP2-Settings"), "GET /"},

        // Refusing
        {"connection lists host", listed("host"), refused},
        {"connection lists content-length", listed("Content-Length"), refused},
        {"connection lists transfer-encoding", listed("transfer-encoding"), refused},
        {"connection lists authorization", listed("close, Authorization"), refused},
        {"connection lists cookie", listed("cookie"), refused},
        {"connection lists forwarded", listed("forwarded"), refused},
        {"connection lists x-forwarded-for", listed("X-Forwarded-For"), refused},
        {"connection lists x-forwarded-other", listed("x-forwarded-anything"), refused},
        {"connection lists x-real-ip", listed("x-real-ip"), refused},
        {"connection lists x-request-id", listed("X-Request-Id"), refused},
        {"connection lists content-type", listed("content-type"), refused},
        {"connection lists expect", listed("expect"), refused},
        {"connection lists if-match", listed("if-match"), refused},
        {"connection lists idempotency-key", listed("idempotency-key"), refused},
        {"connection 17 options", withFields(manyOptions + ", o16"), "400 bad_connection"},
        {"connection not a token", listed("a b"), "400 bad_connection"},
        {"connection quoted", listed("\"close\""), "400 bad_connection"},
        {"connection parameter", listed("close;x"), "400 bad_connection"},
        {"connection 8 bit", listed("clos\xc3\xa9"), "400 bad_connection"},
    };
}

} // namespace guarita::support
