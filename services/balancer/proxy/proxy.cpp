// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/proxy/proxy.h"

#include "balancer/proxy/forwarding.h"
#include "balancer/proxy/proxycore.h"
#include "client/forward.h"

namespace guarita::balancer {

Proxy::Proxy(Cluster &cluster, const ProxySettings &settings, ProxyDependencies dependencies)
    : m_core(std::make_unique<ProxyCore>(cluster, settings, std::move(dependencies)))
{
}

Proxy::~Proxy() = default;

void Proxy::forward(http::Request request, http::ReplyHandle reply)
{
    if (std::optional<http::Response> here = client::answeredHere(request)) {
        reply.send(std::move(*here));
        return;
    }
    m_core->acquire().start(std::move(request), std::move(reply));
}

void Proxy::configure(const ProxySettings &settings)
{
    m_core->configure(settings);
}

void Proxy::roomChanged()
{
    m_core->deadlines().wake();
}

void Proxy::keepTime()
{
    m_core->keepTime();
}

std::size_t Proxy::inFlight() const
{
    return m_core->active();
}

ProxyStats Proxy::stats() const
{
    return m_core->stats();
}

} // namespace guarita::balancer
