// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/httpclient.h"

#include "client/activecall.h"
#include "client/clientcore.h"

namespace guarita::client {

class HttpClient::Impl final : public ClientCore
{
public:
    using ClientCore::ClientCore;
};

HttpClient::HttpClient(const ClientLimits &limits, const core::Clock &clock)
    : m_impl(std::make_unique<Impl>(limits, clock))
{
}

HttpClient::~HttpClient() = default;

std::unique_ptr<Call> HttpClient::send(const QUrl &origin, UpstreamRequest request, Completion done,
                                       StreamReceiver *receiver)
{
    Upstream &upstream = m_impl->upstreamFor(origin, request.address);
    return std::make_unique<ActiveCall>(*m_impl, upstream, std::move(request), std::move(done), receiver);
}

int HttpClient::inFlight() const
{
    return m_impl->inFlight();
}

} // namespace guarita::client
