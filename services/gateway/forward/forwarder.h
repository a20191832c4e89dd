// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "client/relay.h"
#include "gateway/forward/forwardrule.h"
#include "gateway/forward/innertier.h"
#include "gateway/spool/spooledbody.h"
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
/// passed on as it does if its length is told; else it is kept on disk until it is whole, which only then is
/// a call. On the event-loop thread.
class Forwarder
{
public:
    /// `client` outlives the forwarder, and the forwarder outlives the HttpApp whose requests it gets.
    /// Only the balancer is an inner tier, and `calls` is the book of all calls to it, which outlives the
    /// forwarder. So does the spool, without which bodies of untold length are refused.
    Forwarder(client::HttpClient &client, ForwardRule rule, std::optional<InnerTier> tier = std::nullopt,
              tally::CallBook *calls = nullptr, Spool *spool = nullptr);
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
        quint64 callNumber = 0; // once it is called
        http::Request request;
        http::ReplyHandle reply;
        Amend amend;
        std::shared_ptr<SpooledBody> spooled; // null but for a body of untold length
        std::unique_ptr<client::Call> call;
        client::Relay relay; // once the answer streams
    };

    void spool(Exchange &exchange);
    void send(Exchange &exchange);
    void refuse(std::uint64_t id, SpoolFailure failure);
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
    Spool *const m_spool;
};

} // namespace guarita::gateway
