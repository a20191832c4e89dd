// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/balancerapp.h"

#include "balancer/observe/sequence.h"
#include "core/jsonwriter.h"
#include "http/problem.h"

#include <array>

namespace guarita::balancer {

namespace {

/// Each check ends by its cluster's own HEALTH_TIMEOUT, which is no longer than this.
client::ClientLimits healthLimits()
{
    using namespace std::chrono_literals;
    client::ClientLimits limits;
    limits.connectDeadline = 1min;
    limits.firstByteDeadline = 1min;
    limits.totalDeadline = 1min;
    limits.responseBytes = 256 * 1024; // a reconciliation's, at most
    return limits;
}

std::optional<RequestLog> requestLogOf(const ObserveSettings &settings, const core::Clock &clock)
{
    if (settings.requestsKept == 0)
        return std::nullopt;
    return RequestLog(settings.requestsKept, firstSequence(clock));
}

} // namespace

BalancerApp::BalancerApp(Settings settings, runtime::Surroundings surroundings)
    : m_settings(std::move(settings))
    , m_surroundings(surroundings)
    , m_client(m_settings.client, surroundings.clock)
    , m_healthClient(healthLimits(), surroundings.clock)
    , m_events([this] { return m_clusters.status(); }, m_settings.observe.listeners, surroundings.clock)
    , m_clusterMetrics(surroundings.registry)
    , m_requestLog(requestLogOf(m_settings.observe, surroundings.clock))
    , m_clusters(m_settings.clusters,
                 {.client = m_client,
                  .healthClient = m_healthClient,
                  .deadline = m_settings.client.totalDeadline,
                  .clock = surroundings.clock,
                  .random = surroundings.random,
                  .registry = surroundings.registry,
                  .events = [this](const ClusterEvent &event) { m_events.heard(event); },
                  .requests = [this](const RequestReport &report) { requestEnded(report); },
                  .spans = surroundings.spans,
                  .lookup = [this](const QString &name,
                                   LookupDone done) { m_hostLookup.lookUp(name, std::move(done)); }})
    , m_keeper(m_settings.admin.stateFile, m_clusters)
    , m_backends(m_clusters, m_keeper, m_settings.admin.mostBackends, surroundings.clock)
    , m_requests(m_requestLog ? &*m_requestLog : nullptr)
    , m_received(surroundings.random.hex(tally::idBytes))
    , m_reconciliation({[this] { return m_clusters.status(); }, m_healthClient, m_received,
                        surroundings.clock, surroundings.random, m_settings.tier.key})
    , m_identity(m_settings.tier, surroundings.clock)
    , m_app(spec(), m_settings.common.listener,
            {surroundings.clock, surroundings.random, surroundings.observer, &surroundings.sockets})
{
    constexpr std::chrono::seconds betweenLooks{1};
    m_look.callOnTimeout([this] { m_clusterMetrics.look(m_clusters.status()); });
    m_look.start(betweenLooks);
    m_clusterMetrics.look(m_clusters.status());
}

void BalancerApp::requestEnded(const RequestReport &report)
{
    m_clusterMetrics.ended(report);
    if (m_requestLog)
        m_requestLog->keep(report);
}

http::AppSpec BalancerApp::spec()
{
    using http::Method;
    const auto saude = [this](const http::Request &request, http::ReplyHandle reply) {
        reply.send(health(request));
    };
    const auto forward = [this](http::Request request, http::ReplyHandle reply) {
        RunningCluster &cluster = m_clusters.forPath(request.path);
        cluster.proxy().forward(std::move(request), std::move(reply));
    };
    std::vector<http::Route> routes = m_backends.routes();
    for (std::vector<http::Route> &more :
         std::array{m_events.routes(), m_requests.routes(), m_reconciliation.routes()})
        routes.insert(routes.end(), more.begin(), more.end());
    routes.push_back({Method::Get, "/saude", saude, true});
    return {
        .routes = std::move(routes),
        .stages = {m_identity.stage(), tier::tallyStage(m_received)}, // the gateway has judged the rest
        .tracing = {.believesSampling = true, .oneIn = m_settings.common.traceOneIn},
        .fallback = forward,
    };
}

core::Result<quint16> BalancerApp::start()
{
    auto port = m_app.listen(m_settings.common.host, m_settings.common.port);
    if (!port)
        return port;
    m_keeper.restore(); // what is in maintenance is not checked
    m_clusters.start();
    return port;
}

void BalancerApp::apply(const Settings &settings)
{
    m_clusters.apply(settings.clusters);
    m_backends.setMost(settings.admin.mostBackends);
    m_keeper.changed();
}

void BalancerApp::drain(std::function<void()> drained)
{
    m_keeper.letGo();
    m_events.end();
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
    json.integer(static_cast<qint64>(m_clusters.candidates()));
    json.endObject();
    return http::jsonResponse(json.take());
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
                const Settings settings = readSettings(reader, common);
                return runtime::DaemonSpec::Configured{
                    [settings](runtime::Surroundings surroundings) -> std::unique_ptr<runtime::Service> {
                        return std::make_unique<BalancerApp>(settings, surroundings);
                    },
                    [settings](runtime::Service &service) {
                        static_cast<BalancerApp &>(service).apply(settings); // it was made above
                    }};
            },
    };
}

} // namespace guarita::balancer
