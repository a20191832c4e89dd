// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/runningcluster.h"

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

RunningCluster::RunningCluster(const ClusterSettings &settings, const ClusterSurroundings &surroundings)
    : m_cluster(settings.name, makeEndpoints(settings.endpoints, surroundings.registry), PanicMode::Off,
                surroundings.events)
    , m_checker(m_cluster, settings.health,
                {senderOf(surroundings.healthClient), surroundings.clock, surroundings.random})
    , m_proxy(m_cluster, settings.policy, surroundings.deadline,
              {streamingSenderOf(surroundings.client),
               [this](Endpoint &endpoint, const AttemptReport &report) { attemptEnded(endpoint, report); },
               surroundings.clock, surroundings.random})
{
}

void RunningCluster::attemptEnded(Endpoint &endpoint, const AttemptReport &report)
{
    if (report.outcome == AttemptOutcome::Connect)
        m_checker.connectFailed(endpoint);
}

} // namespace guarita::balancer
