// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "http/message.h"
#include "http/openstream.h"
#include "net/httplistener.h"
#include "net/incomingbody.h"

#include <functional>
#include <memory>

class QHttpServerResponder;

namespace guarita::http {

class Exchange;
class FacadeSocket;

/// Who delivers answers: HttpApp.
class ExchangeOwner
{
public:
    virtual void finish(Exchange &exchange, Response response) = 0;

    /// An answer in parts. Afterwards exchange.stream is set, unless the head could not be sent and a 500
    /// was. An owner that does not override the three gets the answer whole at its end, and the status
    /// ReplyHandle::unansweredStatus for one that was broken off.
    virtual void begin(Exchange &exchange, Response head);
    virtual bool write(Exchange &exchange, QByteArray bytes);
    virtual void end(Exchange &exchange, bool whole);

protected:
    ~ExchangeOwner() = default;
};

/// Deletes a responder where its type is known.
struct ResponderDeleter
{
    void operator()(QHttpServerResponder *responder) const;
};

/// One request on its way through HttpApp, from the gate to the answer: what ReplyHandle and HttpApp share.
/// Holds what the answer and the log need, not the request itself, which belongs to the handler.
class Exchange
{
public:
    ExchangeOwner *owner = nullptr; // null once HttpApp is gone
    net::ExchangeId id;
    FacadeSocket *facade = nullptr;
    std::unique_ptr<QHttpServerResponder, ResponderDeleter> responder;
    std::function<void()> onClientLeft;
    std::unique_ptr<OpenStream> stream; // from ReplyHandle::begin() on

    core::Instant received;
    Method method = Method::Get;
    bool http11 = true;
    bool http2 = false;
    bool keepAlive = true;
    bool clientLeft = false;
    const char *route = "-";
    const char *endedBy = nullptr; // the stage that ended it
    QByteArray requestId;
    trace::Span span;
    bool tellsTiming = false;
    QByteArray path;
    Caller caller;
    Headers answerHeaders;                         // what the stages want on the answer
    Rework rework;                                 // and done with it
    std::vector<std::shared_ptr<const void>> held; // what they want kept until it is over
    QHostAddress clientAddress;
    qint64 requestBytes = 0;
    std::shared_ptr<net::IncomingBody> incoming; // of a request whose body is passed on while it comes

    /// The answer is before the body's end, which the connection will not wait for.
    bool bodyComing() const { return incoming && incoming->state() == net::IncomingBody::State::Coming; }
};

} // namespace guarita::http
