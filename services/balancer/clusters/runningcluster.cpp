// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/runningcluster.h"

#include <QtCore/QHash>

#include <map>
#include <set>

namespace guarita::balancer {

namespace {

EndpointPtr makeEndpoint(const EndpointConfig &config, BackendFamilies &metrics, core::Random &random)
{
    const auto endpoint = std::make_shared<Endpoint>(config, metrics.of(config.id.toStdString()));
    endpoint->setCalls(tally::CallBook(random.hex(tally::idBytes)));
    return endpoint;
}

EndpointList makeEndpoints(const std::vector<EndpointConfig> &configs, BackendFamilies &metrics,
                           core::Random &random)
{
    EndpointList endpoints;
    endpoints.reserve(configs.size());
    for (const EndpointConfig &config : configs)
        endpoints.push_back(makeEndpoint(config, metrics, random));
    return endpoints;
}

std::set<QByteArray> placesOf(const EndpointList &endpoints)
{
    std::set<QByteArray> places;
    for (const EndpointPtr &endpoint : endpoints)
        places.insert(placeOf(endpoint->config()));
    return places;
}

using ConfigsById = QHash<QByteArray, const EndpointConfig *>;

/// They point into `configs`.
ConfigsById byId(const std::vector<EndpointConfig> &configs)
{
    ConfigsById known;
    for (const EndpointConfig &config : configs)
        known.insert(config.id, &config);
    return known;
}

/// As an operator wanted it; without a state as configured.
void restoreState(Endpoint &endpoint, const EndpointConfig &config, const BackendState *state)
{
    if (!state)
        return endpoint.restore(Administration::Ready, config.weight, 1);
    const bool sameConfiguration = state->configuredWeight == config.weight;
    endpoint.restore(state->administration, sameConfiguration ? state->weight : config.weight,
                     state->version);
}

StreamingSender streamingSenderOf(client::HttpClient &client)
{
    return [&client](const QUrl &origin, client::UpstreamRequest request, client::Completion done,
                     client::StreamReceiver &receiver) {
        return client.send(origin, std::move(request), std::move(done), &receiver);
    };
}

ProxySettings proxySettings(const ClusterSettings &settings, std::chrono::milliseconds deadline)
{
    return {.deadline = deadline,
            .policy = settings.policy,
            .affinity = settings.affinity,
            .retry = settings.retry,
            .overload = settings.overload,
            .reuseConnections = settings.reuseConnections};
}

} // namespace

RunningCluster::RunningCluster(const ClusterSettings &settings, const ClusterSurroundings &surroundings,
                               BackendFamilies &metrics)
    : m_prefix(settings.prefix)
    , m_policyName(settings.policy.entry->name)
    , m_configured(settings.endpoints)
    , m_events(surroundings.events)
    , m_metrics(metrics)
    , m_clock(surroundings.clock)
    , m_random(surroundings.random)
    , m_deadline(surroundings.deadline)
    , m_overload(settings.overload)
    , m_healthClient(surroundings.healthClient)
    , m_cluster(settings.name, makeEndpoints(settings.endpoints, metrics, surroundings.random),
                settings.health.panic, [this](const ClusterEvent &event) { heard(event); })
    , m_names(surroundings.lookup, settings.dnsInterval, surroundings.clock)
    , m_checker(m_cluster, settings.health,
                {[this](const QUrl &origin, client::UpstreamRequest request, client::Completion done) {
                     return sendCheck(origin, std::move(request), std::move(done));
                 },
                 surroundings.clock, surroundings.random,
                 [this](Endpoint &endpoint, bool cameUp) { m_detector.checkPassed(endpoint, cameUp); },
                 [this](const Endpoint &endpoint) { m_names.connectFailed(endpoint.config().origin); }})
    , m_detector(m_cluster, settings.ejection, surroundings.clock)
    , m_slowStart(m_cluster, settings.health.slowStart, surroundings.clock)
    , m_proxy(m_cluster, proxySettings(settings, surroundings.deadline),
              {streamingSenderOf(surroundings.client),
               [this](Endpoint &endpoint, const AttemptReport &report) { attemptEnded(endpoint, report); },
               surroundings.clock, surroundings.random,
               [this](Endpoint &endpoint, const AttemptReport &soFar) { answerBegan(endpoint, soFar); },
               surroundings.requests, surroundings.spans})
{
    m_cluster.setPanicMode(settings.health.panic, settings.health.panicBelowPercent);
    m_limits.follow(m_cluster.current()->endpoints, m_overload);
}

void RunningCluster::start()
{
    m_started = true;
    m_names.follow(m_cluster.current()->endpoints);
    m_checker.start();
}

std::unique_ptr<client::Call> RunningCluster::sendCheck(const QUrl &origin, client::UpstreamRequest request,
                                                        client::Completion done)
{
    return m_healthClient.send(origin, std::move(request),
                               [this, origin, done = std::move(done)](client::UpstreamResult result) {
                                   if (result.stage == client::Stage::Connect)
                                       m_names.connectFailed(origin);
                                   done(std::move(result));
                               });
}

void RunningCluster::heard(const ClusterEvent &event)
{
    m_slowStart.heard(event);
    m_proxy.roomChanged();
    if (m_events)
        m_events(event);
}

ClusterStatus RunningCluster::status() const
{
    const ProxyStats proxy = m_proxy.stats();
    return {.name = m_cluster.name(),
            .policy = m_policyName,
            .queued = static_cast<int>(proxy.queued),
            .queueRefused = proxy.refusedFull + proxy.refusedLate,
            .retriesUsed = proxy.retriesUsed,
            .retriesAllowed = proxy.retriesAllowed,
            .snapshot = m_cluster.current()};
}

void RunningCluster::administer(Endpoint &endpoint, Administration administration, int weight)
{
    const int weightBefore = endpoint.weight();
    if (endpoint.administration() == administration && weightBefore == weight)
        return;
    endpoint.administer(administration, weight);
    m_detector.follow();
    m_checker.follow();
    m_cluster.refresh(); // tells of the state
    tellWeight(endpoint, weightBefore);
}

EndpointPtr RunningCluster::add(const EndpointConfig &config)
{
    EndpointList endpoints = m_cluster.current()->endpoints;
    if (placesOf(endpoints).contains(placeOf(config)))
        return nullptr;
    const EndpointPtr endpoint = makeEndpoint(config, m_metrics, m_random);
    endpoints.push_back(endpoint);
    replace(std::move(endpoints));
    tell(ClusterEvent::Kind::Added, endpoint->config().id);
    return endpoint;
}

void RunningCluster::remove(const EndpointPtr &endpoint)
{
    EndpointList endpoints = m_cluster.current()->endpoints;
    std::erase(endpoints, endpoint);
    replace(std::move(endpoints));
    tell(ClusterEvent::Kind::Removed, endpoint->config().id);
}

void RunningCluster::apply(const ClusterSettings &settings)
{
    m_prefix = settings.prefix;
    m_overload = settings.overload;
    m_names.setInterval(settings.dnsInterval);
    applyServers(settings.endpoints);
    m_checker.setSettings(settings.health);
    m_slowStart.setWindow(settings.health.slowStart);
    m_cluster.setPanicMode(settings.health.panic, settings.health.panicBelowPercent);
    m_detector.setSettings(settings.ejection);
    m_policyName = settings.policy.entry->name;
    m_proxy.configure(proxySettings(settings, m_deadline));
    tell(ClusterEvent::Kind::Reload, {});
}

void RunningCluster::applyServers(const std::vector<EndpointConfig> &configured)
{
    const ConfigsById now = byId(configured);
    const ConfigsById before = byId(m_configured);
    EndpointList endpoints;
    EndpointList gone;
    EndpointList added;
    for (const EndpointPtr &endpoint : m_cluster.current()->endpoints) {
        const QByteArray &id = endpoint->config().id;
        if (const EndpointConfig *config = now.value(id)) {
            const int weightBefore = endpoint->weight();
            endpoint->reconfigure(*config);
            tellWeight(*endpoint, weightBefore);
        } else if (before.contains(id)) {
            gone.push_back(endpoint);
            continue;
        }
        endpoints.push_back(endpoint);
    }
    std::set<QByteArray> places = placesOf(endpoints);
    for (const EndpointConfig &config : configured) {
        if (before.contains(config.id) || !places.insert(placeOf(config)).second)
            continue;
        endpoints.push_back(makeEndpoint(config, m_metrics, m_random));
        added.push_back(endpoints.back());
    }
    m_configured = configured;
    replace(std::move(endpoints));
    for (const EndpointPtr &endpoint : gone)
        tell(ClusterEvent::Kind::Removed, endpoint->config().id);
    for (const EndpointPtr &endpoint : added)
        tell(ClusterEvent::Kind::Added, endpoint->config().id);
}

BackendStates RunningCluster::backendStates() const
{
    BackendStates states;
    ConfigsById removed = byId(m_configured); // but for those that are there
    for (const EndpointPtr &endpoint : m_cluster.current()->endpoints) {
        const EndpointConfig &config = endpoint->config();
        const bool added = !removed.remove(config.id);
        if (added || endpoint->version() > 1)
            states.push_back({.cluster = m_cluster.name(),
                              .url = config.url,
                              .place = added ? BackendState::Place::Added : BackendState::Place::Configured,
                              .administration = endpoint->administration(),
                              .weight = endpoint->weight(),
                              .configuredWeight = config.weight,
                              .version = endpoint->version()});
    }
    for (const EndpointConfig &config : m_configured) {
        if (removed.contains(config.id))
            states.push_back(
                {.cluster = m_cluster.name(), .url = config.url, .place = BackendState::Place::Removed});
    }
    return states;
}

void RunningCluster::restore(const BackendStates &states)
{
    std::map<QByteArray, const BackendState *> wanted; // by the backend's id
    for (const BackendState &state : states) {
        if (state.cluster == m_cluster.name())
            wanted.emplace(endpointConfigFor(QUrl(state.url), state.cluster).id, &state);
    }
    QHash<QByteArray, EndpointPtr> known; // what was found out of them stays
    for (const EndpointPtr &endpoint : m_cluster.current()->endpoints)
        known.insert(endpoint->config().id, endpoint);
    EndpointList endpoints;
    const auto restored = [&](const EndpointConfig &config, const BackendState *state) {
        EndpointPtr endpoint = known.value(config.id);
        if (!endpoint)
            endpoint = makeEndpoint(config, m_metrics, m_random);
        restoreState(*endpoint, config, state);
        return endpoint;
    };
    for (const EndpointConfig &config : m_configured) {
        const auto node = wanted.extract(config.id);
        const BackendState *state = node ? node.mapped() : nullptr;
        if (!state || state->place != BackendState::Place::Removed)
            endpoints.push_back(restored(config, state));
    }
    std::set<QByteArray> places = placesOf(endpoints);
    for (const auto &[id, state] : wanted) {
        EndpointConfig config = endpointConfigFor(QUrl(state->url), state->cluster);
        config.weight = state->configuredWeight;
        if (state->place == BackendState::Place::Added && places.insert(placeOf(config)).second)
            endpoints.push_back(restored(config, state));
        else
            tellIgnored(*state);
    }
    replace(std::move(endpoints));
    m_detector.follow();
}

void RunningCluster::tellWeight(const Endpoint &endpoint, int before)
{
    if (endpoint.weight() != before)
        tell(ClusterEvent::Kind::Weight, endpoint.config().id, QByteArray::number(before),
             QByteArray::number(endpoint.weight()));
}

void RunningCluster::replace(EndpointList endpoints)
{
    m_limits.follow(endpoints, m_overload);
    m_cluster.replace(std::move(endpoints));
    m_proxy.roomChanged();
    if (m_started)
        m_names.follow(m_cluster.current()->endpoints);
    m_checker.follow();
}

void RunningCluster::tell(ClusterEvent::Kind kind, const QByteArray &backend, const QByteArray &from,
                          const QByteArray &to)
{
    if (m_events)
        m_events({.kind = kind,
                  .cluster = m_cluster.name(),
                  .backend = backend,
                  .from = from,
                  .to = to,
                  .reason = {}});
}

void RunningCluster::attemptEnded(Endpoint &endpoint, const AttemptReport &report)
{
    m_detector.attemptEnded(endpoint, report);
    if (isFailure(report.outcome) && report.outcome != AttemptOutcome::Saturated)
        endpoint.expectTrouble(m_clock.now());
    if (report.outcome == AttemptOutcome::Connect) {
        m_names.connectFailed(endpoint.config().origin);
        m_checker.connectFailed(endpoint);
    }
    m_limits.attemptEnded(endpoint, report, m_clock.now());
}

} // namespace guarita::balancer
