// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/responsestream.h"

#include "http/exchange.h"
#include "http/replyhandle.h"

#include <utility>

namespace guarita::http {

ResponseStream::ResponseStream(std::shared_ptr<Exchange> exchange)
    : m_exchange(std::move(exchange))
{
}

ResponseStream::~ResponseStream()
{
    breakOff();
}

ResponseStream::ResponseStream(ResponseStream &&other) noexcept = default;

ResponseStream &ResponseStream::operator=(ResponseStream &&other) noexcept
{
    if (this != &other) {
        breakOff();
        m_exchange = std::move(other.m_exchange);
    }
    return *this;
}

bool ResponseStream::wantsContent() const
{
    return m_exchange && m_exchange->owner && !m_exchange->clientLeft;
}

bool ResponseStream::write(QByteArray bytes)
{
    if (!wantsContent())
        return true; // there is nothing to wait for
    if (bytes.isEmpty())
        return !m_exchange->stream->full;
    return m_exchange->owner->write(*m_exchange, std::move(bytes));
}

void ResponseStream::finish()
{
    const std::shared_ptr<Exchange> exchange = std::exchange(m_exchange, nullptr);
    if (exchange && exchange->owner)
        exchange->owner->end(*exchange, true);
}

void ResponseStream::breakOff()
{
    const std::shared_ptr<Exchange> exchange = std::exchange(m_exchange, nullptr);
    if (exchange && exchange->owner)
        exchange->owner->end(*exchange, false);
}

void ResponseStream::onRoom(std::function<void()> callback)
{
    if (wantsContent())
        m_exchange->stream->onRoom = std::move(callback);
}

void ResponseStream::onClientLeft(std::function<void()> callback)
{
    if (wantsContent())
        m_exchange->onClientLeft = std::move(callback);
}

void ExchangeOwner::begin(Exchange &exchange, Response head)
{
    exchange.stream = std::make_unique<OpenStream>(
        OpenStream{.framing = StreamFraming::chunked(), .head = std::move(head)});
}

bool ExchangeOwner::write(Exchange &exchange, QByteArray bytes)
{
    exchange.stream->head.body += bytes;
    return true;
}

void ExchangeOwner::end(Exchange &exchange, bool whole)
{
    Response response = std::move(exchange.stream->head);
    if (!whole)
        response.status = ReplyHandle::unansweredStatus;
    finish(exchange, std::move(response));
}

} // namespace guarita::http
