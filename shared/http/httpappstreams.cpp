// SPDX-License-Identifier: GPL-3.0-or-later
// The part of HttpApp that answers in parts.
#include "http/exchangesummary.h"
#include "http/httpappimpl.h"
#include "http/qtresponder.h"

#include <utility>

namespace guarita::http {

/// QHttpServer's part ends here: it would frame a stream in its own way, or not at all.
void HttpApp::Impl::begin(Exchange &exchange, Response head)
{
    exchange.keepAlive = exchange.keepAlive && !m_draining && !exchange.bodyComing();
    ResponseContext context = contextOf(exchange);
    dress(&exchange, head);
    const std::optional<StreamFraming> framing = finaliseStreamHead(head, context, m_date.value());
    if (!framing) {
        finish(exchange, std::move(head)); // finds the same fault, and answers 500
        return;
    }
    exchange.keepAlive = context.keepAlive;
    if (exchange.responder)
        settle(*exchange.responder, *exchange.facade);
    exchange.responder.reset();
    releaseFacade(std::exchange(exchange.facade, nullptr));

    QByteArray bytes = serialise(head);
    head.headers = {};
    const bool byClosing = framing->kind() == StreamFraming::Kind::UntilClose;
    exchange.stream =
        std::make_unique<OpenStream>(OpenStream{*framing, std::move(head), m_dependencies.clock.now(), {}});
    m_listener.beginAnswer(exchange.id, std::move(bytes),
                           byClosing ? net::AnswerEnd::ByClosing : net::AnswerEnd::Framed);
}

bool HttpApp::Impl::write(Exchange &exchange, QByteArray bytes)
{
    OpenStream &stream = *exchange.stream;
    if (!stream.framing.takes(bytes.size())) {
        end(exchange, false);
        return true;
    }
    stream.lastWrite = m_dependencies.clock.now();
    stream.contentBytes += bytes.size();
    const bool room = m_listener.continueAnswer(exchange.id, stream.framing.wrap(std::move(bytes)));
    stream.full = !room;
    return room;
}

void HttpApp::Impl::end(Exchange &exchange, bool whole)
{
    const std::shared_ptr<Exchange> alive = m_exchanges.take(exchange.id);
    exchange.owner = nullptr;
    OpenStream &stream = *exchange.stream;
    whole = whole && stream.framing.complete();
    if (!whole)
        stream.head.reason = stream.interruption;
    observe(exchange, stream.head, stream.contentBytes);
    exchange.held.clear();
    exchange.onClientLeft = nullptr;
    stream.onRoom = nullptr;
    if (exchange.clientLeft)
        return;
    // Last: the next request may come from within.
    if (whole)
        m_listener.answer(exchange.id, stream.framing.last(), exchange.keepAlive);
    else
        m_listener.breakAnswer(exchange.id);
}

void HttpApp::Impl::breakOffStreams(const StreamJudge &judge)
{
    const QList<std::shared_ptr<Exchange>> exchanges = m_exchanges.values(); // the handlers may end others
    for (const std::shared_ptr<Exchange> &exchange : exchanges) {
        if (!exchange->owner || !exchange->stream)
            continue;
        const QByteArray reason = judge(exchange->caller, exchange->method, exchange->path);
        if (reason.isEmpty())
            continue;
        exchange->stream->interruption = reason;
        breakOff(*exchange);
    }
}

void HttpApp::Impl::breakOff(Exchange &exchange)
{
    const std::function<void()> callback = std::exchange(exchange.onClientLeft, nullptr);
    end(exchange, false);
    if (callback)
        callback();
}

void HttpApp::Impl::answerTaken(net::ExchangeId id)
{
    const std::shared_ptr<Exchange> exchange = m_exchanges.value(id);
    if (!exchange || !exchange->stream || !std::exchange(exchange->stream->full, false))
        return;
    std::function<void()> &onRoom = exchange->stream->onRoom;
    std::function<void()> callback = std::exchange(onRoom, nullptr); // it may destroy the stream and itself
    if (!callback)
        return;
    callback();
    if (exchange->owner && !onRoom)
        onRoom = std::move(callback);
}

} // namespace guarita::http
