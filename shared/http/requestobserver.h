// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/requestframe.h"
#include "trace/servertiming.h"
#include "trace/span.h"

#include <QtCore/QByteArray>
#include <QtNetwork/QHostAddress>

#include <chrono>

namespace guarita::http {

/// What is known of an exchange once it is over. Views are valid during the call only.
struct ExchangeSummary
{
    QByteArray requestId;
    QHostAddress clientAddress;
    QByteArray method;   // "-" when the request could not be read
    QByteArray path;     // decoded, without the query: a query may hold secrets
    const char *route;   // the matched pattern, "*" for the fallback, "-" for none: bounded label values
    const char *endedBy; // the stage that ended it; nullptr: none
    int status;          // 499: the client left before the answer
    QByteArray reason;
    QByteArray upstream;
    QByteArray subject;
    qint64 requestBytes;               // body, as far as it has come
    qint64 responseBytes;              // body
    std::chrono::nanoseconds duration; // from the request's last byte to the answer's hand-over; with a body
                                       // that is passed on, from the head's
    const trace::Span *span;           // nullptr when the request could not be read
    trace::ServerTiming timing;        // what the handler measured of it
};

/// Told of every finished exchange and of every refusal, once each, on the event-loop thread. Must not block.
class RequestObserver
{
public:
    virtual ~RequestObserver() = default;
    virtual void finished(const ExchangeSummary &summary) = 0;
    /// Told of each row of the route table once, before any exchange; `pattern` lives as long as the table.
    virtual void serves(net::Method /*method*/, const char * /*pattern*/) {}
};

} // namespace guarita::http
