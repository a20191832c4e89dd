// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/caller.h"
#include "net/headers.h"
#include "net/requestframe.h"
#include "trace/servertiming.h"
#include "trace/span.h"

#include <QtCore/QByteArray>
#include <QtNetwork/QHostAddress>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace guarita::http {

using net::Headers;
using net::Method;

struct Response;
/// Passes an answer on, once, from the event loop of the thread that it was given on.
using HandOn = std::function<void(Response answer)>;
/// Makes another answer of one and hands it on, now or later.
using Rework = std::function<void(Response answer, const HandOn &handOn)>;

/// One request as a handler gets it: a value, free of any socket. Frame fields are documented in
/// RequestFrame.
struct Request : net::RequestFrame, Caller
{
    /// 32 hexadecimal digits made here, or the client's X-Request-Id if it is well-formed (see
    /// isRequestId).
    QByteArray id;
    /// This tier's part of the request's trace: what the client's traceparent names, or a new one.
    trace::Span span;
    /// The peer of the TCP connection, or for whom it says that it speaks, if it may (see net::ProxyTrust).
    QHostAddress clientAddress;
    /// It came over TLS, or such a peer says so.
    bool secure = false;
    /// The values of the route's {placeholders}, decoded, never empty.
    std::map<QByteArray, QByteArray> params;
    /// Fields that a stage wants on whatever answer comes, a problem or a stream, too: HttpApp sets them, in
    /// place of others of the same name, but for Vary, which is a list (RFC 9110, 12.5.5).
    Headers answerHeaders;
    /// What a stage wants done with the answer before it goes, if it comes whole: a stream is sent as it is.
    Rework rework;
    /// What stages want kept until the exchange is over, its stream included; then it is destroyed.
    std::vector<std::shared_ptr<const void>> held;
    /// The answer says how long it took (see trace::ServerTiming): only to a tier before this one.
    bool tellsTiming = false;
};

/// One whole response. HttpApp adds Date, Connection, Content-Length and X-Request-Id; do not set them here.
struct Response
{
    int status = 200;
    Headers headers;
    QByteArray body;
    /// For 4xx and 5xx made here: the machine-readable reason for the log; else empty.
    QByteArray reason;
    /// Which upstream endpoint answered, for the log ("host:port"); else empty.
    QByteArray upstream;
    /// What the handler measured. HttpApp knows the total.
    trace::ServerTiming timing = {};
    /// For how long nothing more is read from the client's connection.
    std::chrono::milliseconds rest{0};
};

/// 200 with `body` as application/json.
Response jsonResponse(QByteArray body, int status = 200);

} // namespace guarita::http
