// SPDX-License-Identifier: GPL-3.0-or-later
// The part of HttpApp that brings whole answers out.
#include "http/exchangesummary.h"
#include "http/httpappimpl.h"
#include "http/problem.h"
#include "http/qtresponder.h"

#include <utility>

namespace guarita::http {

namespace {

void setFields(Response &response, const Headers &fields)
{
    for (const net::HeaderField &field : fields) {
        if (field.name.compare("vary", Qt::CaseInsensitive) == 0)
            response.headers.append(field.name, field.value);
        else
            response.headers.set(field.name, field.value);
    }
}

} // namespace

void HttpApp::Impl::finish(Exchange &exchange, Response response)
{
    if (exchange.rework && !exchange.clientLeft && response.status != ReplyHandle::unansweredStatus)
        return reworkThenFinish(exchange, std::move(response));
    m_exchanges.remove(exchange.id);
    exchange.owner = nullptr;
    QByteArray bytes;
    if (!exchange.clientLeft)
        bytes = bytesOf(exchange, response);
    observe(exchange, response, exchange.clientLeft ? 0 : response.body.size());
    exchange.held.clear();
    exchange.responder.reset();
    releaseFacade(std::exchange(exchange.facade, nullptr));
    // Last: the next request may come from within.
    if (!exchange.clientLeft)
        m_listener.answer(exchange.id, bytes, exchange.keepAlive, response.rest);
}

void HttpApp::Impl::reworkThenFinish(Exchange &exchange, Response response)
{
    const Rework rework = std::exchange(exchange.rework, nullptr);
    const std::weak_ptr<Exchange> waiting = m_exchanges.value(exchange.id);
    if (exchange.incoming)
        exchange.incoming->onProgress(nullptr); // whoever has answered is done with it
    rework(std::move(response), [waiting](Response answer) {
        const std::shared_ptr<Exchange> exchange = waiting.lock();
        if (exchange && exchange->owner)
            exchange->owner->finish(*exchange, std::move(answer));
    });
}

ResponseContext HttpApp::Impl::contextOf(const Exchange &exchange) const
{
    return {exchange.method, exchange.http11, exchange.http2, exchange.keepAlive, exchange.requestId};
}

void HttpApp::Impl::dress(const Exchange *exchange, Response &response) const
{
    if (exchange)
        setFields(response, exchange->answerHeaders);
    if (exchange && exchange->tellsTiming) {
        trace::ServerTiming timing = response.timing;
        timing.total = m_dependencies.clock.now() - exchange->received;
        response.headers.set(QByteArrayLiteral("Server-Timing"), trace::serverTimingText(timing));
    }
    setFields(response, m_answerHeaders);
    if (m_atExit)
        m_atExit(response);
}

Response HttpApp::Impl::ownError(const Exchange &exchange, const QByteArray &reason)
{
    Request asked;
    asked.id = exchange.requestId;
    Response response = problemResponse(asked, internalError());
    response.reason = reason;
    return response;
}

QByteArray HttpApp::Impl::bytesOf(Exchange &exchange, Response &response)
{
    exchange.keepAlive = exchange.keepAlive && !m_draining && !exchange.bodyComing();
    const ResponseContext context = contextOf(exchange);
    if (response.status == ReplyHandle::unansweredStatus)
        response = ownError(exchange, response.reason);
    dress(&exchange, response);
    if (!finaliseResponse(response, context, m_date.value())) {
        // Without the stages' fields: it may be one of them that is not valid.
        response = ownError(exchange, QByteArrayLiteral("resposta_invalida"));
        dress(nullptr, response);
        finaliseResponse(response, context, m_date.value());
    }
    if (!exchange.responder)
        return serialise(response);
    return writeResponse(*exchange.responder, *exchange.facade, response);
}

void HttpApp::Impl::observe(const Exchange &exchange, const Response &response, qint64 bytes)
{
    m_dependencies.observer.finished(summaryOf(exchange, response, bytes, m_dependencies.clock.now()));
}

} // namespace guarita::http
