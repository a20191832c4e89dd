// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/balancerapp.h"

#include "balancer/admin/backendsjson.h"
#include "core/jsonwriter.h"
#include "http/problem.h"

namespace guarita::balancer {

namespace {

EndpointList makeEndpoints(const std::vector<EndpointConfig> &configs, prometheus::Registry &registry)
{
    EndpointList endpoints;
    endpoints.reserve(configs.size());
    for (const EndpointConfig &config : configs)
        endpoints.push_back(
            std::make_shared<Endpoint>(config, BackendMetrics(registry, config.id.toStdString())));
    return endpoints;
}

client::ClientLimits healthLimits(const HealthSettings &health)
{
    client::ClientLimits limits;
    limits.connectDeadline = health.timeout;
    limits.firstByteDeadline = health.timeout;
    limits.totalDeadline = health.timeout;
    limits.responseBytes = 64 * 1024;
    return limits;
}

UpstreamSender senderOf(client::HttpClient &client)
{
    return [&client](const QUrl &origin, client::UpstreamRequest request, client::Completion done) {
        return client.send(origin, std::move(request), std::move(done));
    };
}

StreamingSender streamingSenderOf(client::HttpClient &client)
{
    return [&client](const QUrl &origin, client::UpstreamRequest request, client::Completion done,
                     client::StreamReceiver &receiver) {
        return client.send(origin, std::move(request), std::move(done), &receiver);
    };
}

} // namespace

BalancerApp::BalancerApp(Settings settings, runtime::Surroundings surroundings)
    : m_settings(std::move(settings))
    , m_surroundings(surroundings)
    , m_client(m_settings.client, surroundings.clock)
    , m_healthClient(healthLimits(m_settings.health), surroundings.clock)
    , m_cluster(makeEndpoints(m_settings.endpoints, surroundings.registry))
    , m_checker(m_cluster, m_settings.health,
                {senderOf(m_healthClient), surroundings.clock, surroundings.random})
    , m_proxy(m_cluster, allPolicies().front(), m_settings.client.totalDeadline,
              {streamingSenderOf(m_client),
               [this](const Endpoint &endpoint) { m_checker.connectFailed(endpoint); }, surroundings.clock})
    , m_identity(m_settings.tier, surroundings.clock)
    , m_app(spec(), m_settings.common.listener,
            {surroundings.clock, surroundings.random, surroundings.observer})
{
}

http::AppSpec BalancerApp::spec()
{
    using http::Method;
    const auto saude = [this](const http::Request &request, http::ReplyHandle reply) {
        reply.send(health(request));
    };
    const auto list = [this](const http::Request &, http::ReplyHandle reply) { reply.send(backends()); };
    const auto forward = [this](http::Request request, http::ReplyHandle reply) {
        m_proxy.forward(std::move(request), std::move(reply));
    };
    return {
        .routes =
            {
                {Method::Get, "/saude", saude, true},
                {Method::Get, "/admin/backends", list},
            },
        .stages = {m_identity.stage()}, // the gateway has judged the rest
        .fallback = forward,
    };
}

core::Result<quint16> BalancerApp::start()
{
    auto port = m_app.listen(m_settings.common.host, m_settings.common.port);
    if (port)
        m_checker.start();
    return port;
}

void BalancerApp::drain(std::function<void()> drained)
{
    m_app.drain(std::move(drained));
}

http::Response BalancerApp::health(const http::Request &request) const
{
    if (m_app.draining())
        return http::problemResponse(request, http::draining());
    core::JsonWriter json;
    json.beginObject();
    json.key("status");
    json.string(QByteArrayView("ok"));
    json.key("papel");
    json.string(QByteArrayView("balanceador"));
    json.key("servidores_disponiveis");
    json.integer(static_cast<qint64>(m_cluster.current()->available.size()));
    json.endObject();
    return http::jsonResponse(json.take());
}

http::Response BalancerApp::backends() const
{
    return http::jsonResponse(backendsJson(*m_cluster.current(), m_surroundings.clock.now()));
}

runtime::DaemonSpec balancerDaemon()
{
    return {
        .program = "guarita-balancer",
        .role = "balancer",
        .summary = "Spreads requests over the servers that are healthy.",
        .keys = settingsKeys(),
        .configure =
            [](config::Reader &reader, const runtime::CommonSettings &common) {
                const auto make =
                    [settings = readSettings(reader, common)](
                        runtime::Surroundings surroundings) -> std::unique_ptr<runtime::Service> {
                    return std::make_unique<BalancerApp>(settings, surroundings);
                };
                return runtime::DaemonSpec::Configured{make};
            },
    };
}

} // namespace guarita::balancer
