// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/responseframer.h"

#include <QtCore/QByteArray>

namespace guarita::wire {

/// How an exchange ended. What it means for the request: the first four, that the server has not seen it.
enum class End {
    None,          // not yet
    NoDescriptors, // there is none for one more socket
    Unreachable,   // no connection: refused, unresolved, no route, no TLS, a certificate of somebody else
    Unsent,        // a connection that was there was closed before a byte of the request was written
    Closed,        // sent, at least in part; the server closed before the head of an answer
    Broken,        // the answer broke off behind its head
    Malformed,     // what came is no answer
    Whole,
};

/// A piece of a request's body.
struct BodyPiece
{
    QByteArray bytes; // none: nothing is here now, and Connection::sendMore() will be called
    bool last = true;
};

/// A request and who awaits its answer, as its Connection sees it. Each of these may destroy the exchange,
/// the connection's pool, and whatever else.
class Exchange
{
public:
    /// The kernel has taken the request's first bytes.
    virtual void requestSent() = 0;
    /// The next piece of the body, of a request that has one. The connection has room for `most` bytes.
    virtual BodyPiece nextBody(qsizetype most) = 0;
    virtual void answerBegins(net::ResponseFrame head) = 0;
    virtual void answerGoesOn(QByteArray body) = 0;
    /// The last call; the connection has let go.
    virtual void ended(End end) = 0;

protected:
    ~Exchange() = default;
};

} // namespace guarita::wire
