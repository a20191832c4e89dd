// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/activechecker.h"

#include "balancer/health/stallwatch.h"

#include <QtCore/QLoggingCategory>

#include <algorithm>
#include <numeric>
#include <unordered_set>
#include <utility>

namespace guarita::balancer {

namespace {

Q_LOGGING_CATEGORY(lcHealth, "guarita.balancer.health")

// A pass this recent outweighs a request's failed connect: a busy server is not asked again for every one of
// them.
constexpr std::chrono::milliseconds freshPass{100};

/// How much of HEALTH_STALL may pass before it is looked whether it has.
constexpr int stallLooks = 4;

StallWatch::Counts countsOf(const Endpoint &endpoint)
{
    const EndpointCounters &counters = endpoint.counters();
    return {.begun = counters.requests,
            .answered = std::accumulate(counters.responses.begin(), counters.responses.end(), qint64(0)),
            .inFlight = counters.inFlight};
}

} // namespace

struct ActiveChecker::Probe
{
    Probe(EndpointPtr probed, HealthThresholds thresholds)
        : endpoint(std::move(probed))
        , machine(thresholds)
    {
        timer.setSingleShot(true);
    }

    EndpointPtr endpoint;
    HealthMachine machine;
    StallWatch stallWatch;
    QTimer timer;                       // until the next check, or the end of the one under way
    std::unique_ptr<client::Call> call; // the check under way
    core::Instant asked{};              // when the last check was sent
    std::optional<core::Instant> lastPass;
    bool recheckWanted = false;
    bool resting = false; // in maintenance
};

ActiveChecker::ActiveChecker(Cluster &cluster, HealthSettings settings, HealthDependencies dependencies)
    : m_cluster(cluster)
    , m_settings(std::move(settings))
    , m_dependencies(std::move(dependencies))
{
    QObject::connect(&m_stallTimer, &QTimer::timeout, &m_stallTimer, [this] { lookForStalls(); });
    for (const EndpointPtr &endpoint : m_cluster.current()->endpoints)
        addProbe(endpoint, false);
}

ActiveChecker::~ActiveChecker() = default;

void ActiveChecker::addProbe(const EndpointPtr &endpoint, bool isNew)
{
    auto &probe = m_probes.emplace_back(std::make_unique<Probe>(endpoint, m_settings.thresholds));
    QObject::connect(&probe->timer, &QTimer::timeout, &probe->timer,
                     [this, probe = probe.get()] { wake(*probe); });
    probe->resting = endpoint->administration() == Administration::Maint;
    if (!isNew)
        return;
    EndpointHealth health = endpoint->health();
    health.cold = true;
    endpoint->setHealth(std::move(health));
    if (!probe->resting)
        check(*probe);
}

void ActiveChecker::start()
{
    m_started = true;
    setSettings(m_settings);
    for (const auto &probe : m_probes) {
        if (!probe->resting)
            check(*probe);
    }
}

void ActiveChecker::setSettings(HealthSettings settings)
{
    m_settings = std::move(settings);
    if (m_settings.stall.count() > 0 && m_started)
        m_stallTimer.start(std::max(std::chrono::milliseconds(1), m_settings.stall / stallLooks));
    else
        m_stallTimer.stop();
    for (const auto &probe : m_probes) {
        probe->machine.setThresholds(m_settings.thresholds);
        if (probe->timer.isActive() && !probe->call)
            probe->timer.start(std::min(probe->timer.remainingTimeAsDuration(), usualDelay(*probe)));
    }
}

void ActiveChecker::follow()
{
    const EndpointList &endpoints = m_cluster.current()->endpoints;
    std::unordered_set<EndpointPtr> fresh(endpoints.begin(), endpoints.end());
    std::erase_if(m_probes, [&](const auto &probe) { return fresh.erase(probe->endpoint) == 0; });
    for (const auto &probe : m_probes)
        obey(*probe);
    for (const EndpointPtr &endpoint : endpoints) {
        if (fresh.contains(endpoint))
            addProbe(endpoint, m_started);
    }
}

void ActiveChecker::obey(Probe &probe)
{
    const bool rest = probe.endpoint->administration() == Administration::Maint;
    if (std::exchange(probe.resting, rest) == rest)
        return;
    probe.call.reset();
    probe.timer.stop();
    if (!rest) {
        check(probe);
        return;
    }
    probe.machine = HealthMachine(m_settings.thresholds);
    probe.lastPass.reset();
    EndpointHealth unknown;
    unknown.lastCheck = probe.endpoint->health().lastCheck;
    unknown.cold = true;
    probe.endpoint->setHealth(std::move(unknown));
}

void ActiveChecker::wake(Probe &probe)
{
    if (!probe.call) {
        check(probe);
        return;
    }
    probe.call.reset();
    finished(probe, client::stageReason(client::Stage::Timeout));
    if (!probe.machine.up() && m_dependencies.unanswered)
        m_dependencies.unanswered(*probe.endpoint);
}

void ActiveChecker::check(Probe &probe)
{
    client::UpstreamRequest request;
    request.target = m_settings.path;
    request.headers.append(QByteArrayLiteral("accept"), QByteArrayLiteral("application/json"));
    request.headers.append(QByteArrayLiteral("user-agent"), QByteArrayLiteral("guarita-balancer"));
    request.address = probe.endpoint->addresses().current();
    probe.recheckWanted = false;
    probe.asked = m_dependencies.clock.now();
    probe.call = m_dependencies.send(probe.endpoint->config().origin, std::move(request),
                                     [this, &probe](const client::UpstreamResult &result) {
                                         probe.call.reset();
                                         finished(probe, m_settings.expected.failureOf(result));
                                     });
    probe.timer.start(m_settings.timeout);
}

void ActiveChecker::finished(Probe &probe, const QByteArray &failure)
{
    if (failure.isEmpty()) {
        probe.lastPass = m_dependencies.clock.now();
        probe.machine.pass();
    } else {
        probe.machine.fail();
    }
    publish(probe, failure);
    schedule(probe);
}

void ActiveChecker::publish(Probe &probe, const QByteArray &failure)
{
    Endpoint &endpoint = *probe.endpoint;
    EndpointHealth health = endpoint.health();
    const bool wasUp = health.up;
    health.up = probe.machine.up();
    health.lastCheck = m_dependencies.clock.wallNow();
    health.cold = health.cold || !failure.isEmpty();
    if (health.up)
        health.reason.clear();
    else if (!failure.isEmpty())
        health.reason = failure; // a pass that is not yet enough leaves the reason standing
    endpoint.setHealth(std::move(health));
    if (failure.isEmpty() && m_dependencies.passed)
        m_dependencies.passed(endpoint, !wasUp && probe.machine.up());

    if (wasUp == probe.machine.up())
        return;
    m_cluster.refresh();
    if (wasUp)
        qCWarning(lcHealth, "backend %s is down: %s", endpoint.config().id.constData(), failure.constData());
    else
        qCInfo(lcHealth, "backend %s is up", endpoint.config().id.constData());
}

void ActiveChecker::schedule(Probe &probe)
{
    const bool suspected = probe.machine.up() && probe.recheckWanted;
    probe.timer.start(suspected ? recheckDelay(probe) : usualDelay(probe));
}

std::chrono::milliseconds ActiveChecker::usualDelay(const Probe &probe)
{
    using std::chrono::milliseconds;
    if (!probe.machine.failing())
        return jittered(probe.machine.up() ? m_settings.interval : m_settings.recoveryInterval);
    // From the beginning of the failed check on: one that timed out has taken long enough.
    const auto taken = m_dependencies.clock.now() - probe.asked;
    return std::max(milliseconds::zero(),
                    std::chrono::ceil<milliseconds>(jittered(m_settings.recoveryInterval) - taken));
}

void ActiveChecker::connectFailed(const Endpoint &endpoint)
{
    const auto found = std::find_if(m_probes.begin(), m_probes.end(),
                                    [&](const auto &probe) { return probe->endpoint.get() == &endpoint; });
    if (found != m_probes.end())
        suspect(**found);
}

void ActiveChecker::lookForStalls()
{
    const core::Instant now = m_dependencies.clock.now();
    for (const auto &probe : m_probes) {
        if (probe->stallWatch.stalled(countsOf(*probe->endpoint), m_settings.stall, now))
            suspect(*probe);
    }
}

void ActiveChecker::suspect(Probe &probe)
{
    probe.machine.suspect();
    if (!probe.machine.up() || probe.recheckWanted)
        return; // down: it is checked often already, or in maintenance not at all
    probe.recheckWanted = true;
    if (!probe.call)
        probe.timer.start(recheckDelay(probe));
}

std::chrono::milliseconds ActiveChecker::recheckDelay(const Probe &probe) const
{
    using std::chrono::milliseconds;
    if (!probe.lastPass)
        return milliseconds::zero();
    const auto age = m_dependencies.clock.now() - *probe.lastPass;
    return std::max(milliseconds::zero(), std::chrono::duration_cast<milliseconds>(freshPass - age));
}

std::chrono::milliseconds ActiveChecker::jittered(std::chrono::milliseconds interval)
{
    // Up to a tenth either way, so that several balancers do not ask in step.
    std::byte dice{};
    m_dependencies.random.fill(std::span(&dice, 1));
    return interval * (243 + std::to_integer<int>(dice) / 5) / 270;
}

} // namespace guarita::balancer
