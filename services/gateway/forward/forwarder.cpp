// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/forward/forwarder.h"

#include "client/forward.h"
#include "gateway/forward/forwardedfields.h"
#include "http/problem.h"

namespace guarita::gateway {

namespace {

QByteArray labelOf(const QUrl &origin)
{
    const int port = origin.port(origin.scheme() == QStringLiteral("https") ? 443 : 80);
    return origin.host().toLatin1() + ':' + QByteArray::number(port);
}

} // namespace

Forwarder::Forwarder(client::HttpClient &client, ForwardRule rule, std::optional<InnerTier> tier,
                     tally::CallBook *calls)
    : m_client(client)
    , m_rule(std::move(rule))
    , m_tier(std::move(tier))
    , m_label(labelOf(m_rule.upstream))
    , m_calls(calls ? *calls : m_unnamedCalls)
{
    m_rule.upstream = withoutLocalhost(m_rule.upstream);
}

Forwarder::~Forwarder() = default;

Forwarder::Exchange::Exchange(Forwarder &forwarder, std::uint64_t number, http::Request asked,
                              http::ReplyHandle handle)
    : owner(forwarder)
    , id(number)
    , request(std::move(asked))
    , reply(std::move(handle))
{
}

void Forwarder::forward(http::Request request, http::ReplyHandle reply)
{
    forward(std::move(request), std::move(reply), nullptr);
}

void Forwarder::forward(http::Request request, http::ReplyHandle reply, Amend amend)
{
    if (std::optional<http::Response> here = client::answeredHere(request)) {
        reply.send(std::move(*here));
        return;
    }
    // The callbacks hold an id and no handle, call or request, so nothing can keep itself alive.
    const std::uint64_t id = ++m_lastId;
    Exchange &exchange =
        m_exchanges.try_emplace(id, *this, id, std::move(request), std::move(reply)).first->second;
    exchange.amend = std::move(amend);
    exchange.reply.onClientLeft([this, id] { abandon(id); });
    send(exchange);
}

void Forwarder::send(Exchange &exchange)
{
    client::UpstreamRequest upstream = ruledRequest(m_rule, exchange.request);
    if (m_tier)
        m_tier->identify(upstream.headers, exchange.request);
    exchange.callNumber = m_calls.begin();
    if (QByteArray call = m_calls.fieldFor(exchange.callNumber); !call.isEmpty())
        upstream.headers.append(tally::callField, std::move(call));
    exchange.call = m_client.send(
        m_rule.upstream, std::move(upstream),
        [this, id = exchange.id](client::UpstreamResult result) { finish(id, std::move(result)); },
        exchange.amend ? nullptr : &exchange);
}

void Forwarder::begin(Exchange &exchange, client::UpstreamResult head)
{
    m_calls.answered(exchange.callNumber, head.response.headers.value(tally::servedField));
    http::Response response = relayed(std::move(head));
    response.upstream = m_label;
    exchange.request = {};
    const auto leave = [this, id = exchange.id] { abandon(id); };
    if (!exchange.relay.begin(std::move(exchange.reply), std::move(response), *exchange.call, leave))
        abandon(exchange.id);
}

/// The response only tells the access log what became of the request: HttpApp drops it.
void Forwarder::abandon(std::uint64_t id)
{
    auto node = m_exchanges.extract(id);
    if (node.empty())
        return;
    if (node.mapped().relay.begun())
        return;
    http::Response response;
    response.status = 499;
    response.reason = "cliente_saiu";
    response.upstream = m_label;
    m_calls.lost(node.mapped().callNumber);
    node.mapped().call.reset();
    node.mapped().reply.send(std::move(response));
}

void Forwarder::finish(std::uint64_t id, client::UpstreamResult result)
{
    auto node = m_exchanges.extract(id);
    if (node.empty())
        return;
    Exchange &exchange = node.mapped();
    if (exchange.relay.begun()) {
        exchange.relay.end(result.stage);
        return;
    }
    if (result.stage == client::Stage::Completed)
        m_calls.answered(exchange.callNumber, result.response.headers.value(tally::servedField));
    else
        m_calls.lost(exchange.callNumber);
    http::Response response = answerFor(exchange, std::move(result));
    response.upstream = m_label;
    if (exchange.amend)
        exchange.amend(response);
    exchange.reply.send(std::move(response));
}

http::Response Forwarder::answerFor(const Exchange &exchange, client::UpstreamResult result) const
{
    const http::Request &request = exchange.request;
    if (result.stage != client::Stage::Completed)
        return http::problemResponse(request, client::problemFor(result.stage));
    if (m_tier && InnerTier::isRefusal(result.response))
        return http::problemResponse(request, InnerTier::refusedIdentity());
    return relayed(std::move(result));
}

http::Response Forwarder::relayed(client::UpstreamResult result) const
{
    http::Response response = client::relayedResponse(std::move(result));
    if (m_tier)
        m_tier->strip(response.headers);
    return response;
}

} // namespace guarita::gateway
