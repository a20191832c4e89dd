// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "client/relay.h"
#include "gateway/forward/forwardrule.h"
#include "gateway/forward/innertier.h"
#include "http/httpapp.h"
#include "tally/callbook.h"

#include <QtCore/QByteArray>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

namespace guarita::gateway {

/// Passes requests on to one upstream and its answers back, unchanged but for the fields that a proxy owes,
/// and what its rule says. A client that leaves takes its upstream call with it. A body that still comes is
/// passed on as it does. On the event-loop thread.
class Forwarder
{
public:
    /// `client` outlives the forwarder, and the forwarder outlives the HttpApp whose requests it gets.
    /// Only the balancer is an inner tier, and `calls` is the book of all calls to it, which outlives the
    /// forwarder.
    Forwarder(client::HttpClient &client, ForwardRule rule, std::optional<InnerTier> tier = std::nullopt,
              tally::CallBook *calls = nullptr);
    ~Forwarder();

    /// Changes a whole answer on its way back.
    using Amend = std::function<void(http::Response &)>;

    void forward(http::Request request, http::ReplyHandle reply);
    /// The same, but the answer comes whole, however long it is (MAX_RESPONSE_BODY at most), and is amended.
    void forward(http::Request request, http::ReplyHandle reply, Amend amend);
    std::size_t inFlight() const { return m_exchanges.size(); }

private:
    /// Destroying it cancels the call and, through the handle, answers what was not answered.
    struct Exchange final : client::StreamReceiver
    {
        Exchange(Forwarder &forwarder, std::uint64_t number, http::Request asked, http::ReplyHandle handle);
        void head(client::UpstreamResult head) override { owner.begin(*this, std::move(head)); }
        bool bytes(QByteArray bytes) override { return relay.take(std::move(bytes)); }

        Forwarder &owner;
        std::uint64_t id;
        quint64 callNumber = 0;
        http::Request request;
        http::ReplyHandle reply;
        Amend amend;
        std::unique_ptr<client::Call> call;
        client::Relay relay; // once the answer streams
    };

    void send(Exchange &exchange);
    void begin(Exchange &exchange, client::UpstreamResult head);
    void abandon(std::uint64_t id);
    void finish(std::uint64_t id, client::UpstreamResult result);
    http::Response answerFor(const Exchange &exchange, client::UpstreamResult result) const;
    http::Response relayed(client::UpstreamResult result) const;

    client::HttpClient &m_client;
    ForwardRule m_rule;
    std::optional<InnerTier> m_tier;
    QByteArray m_label; // "host:port", for the access log
    std::unordered_map<std::uint64_t, Exchange> m_exchanges;
    std::uint64_t m_lastId = 0;
    tally::CallBook m_unnamedCalls; // to others, who are told nothing
    tally::CallBook &m_calls;
};

} // namespace guarita::gateway
