// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/replyhandle.h"

#include "http/exchange.h"
#include "http/responsehead.h"

namespace guarita::http {

namespace {

Response unanswered()
{
    Response response;
    response.status = ReplyHandle::unansweredStatus;
    response.reason = QByteArrayLiteral("sem_resposta");
    return response;
}

} // namespace

ReplyHandle::ReplyHandle(std::shared_ptr<Exchange> exchange)
    : m_exchange(std::move(exchange))
{
}

ReplyHandle::~ReplyHandle()
{
    if (m_exchange)
        send(unanswered());
}

ReplyHandle::ReplyHandle(ReplyHandle &&other) noexcept = default;

ReplyHandle &ReplyHandle::operator=(ReplyHandle &&other) noexcept
{
    if (this != &other) {
        if (m_exchange)
            send(unanswered());
        m_exchange = std::move(other.m_exchange);
    }
    return *this;
}

void ReplyHandle::send(Response response)
{
    Q_ASSERT(m_exchange);
    const std::shared_ptr<Exchange> exchange = std::exchange(m_exchange, nullptr);
    if (!exchange || !exchange->owner)
        return;
    exchange->onClientLeft = nullptr;
    exchange->owner->finish(*exchange, std::move(response));
}

ResponseStream ReplyHandle::begin(Response head)
{
    Q_ASSERT(m_exchange);
    const std::shared_ptr<Exchange> exchange = std::exchange(m_exchange, nullptr);
    if (!exchange || !exchange->owner)
        return {};
    exchange->onClientLeft = nullptr;
    head.body.clear();
    if (exchange->clientLeft || !hasContent(exchange->method, head.status))
        exchange->owner->finish(*exchange, std::move(head));
    else
        exchange->owner->begin(*exchange, std::move(head));
    return exchange->stream ? ResponseStream(exchange) : ResponseStream();
}

void ReplyHandle::onClientLeft(std::function<void()> callback)
{
    Q_ASSERT(m_exchange);
    if (m_exchange)
        m_exchange->onClientLeft = std::move(callback);
}

bool ReplyHandle::clientLeft() const
{
    return m_exchange && m_exchange->clientLeft;
}

} // namespace guarita::http
