// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/activechecker.h"

#include <QtCore/QLoggingCategory>
#include <QtCore/QTimer>

#include <algorithm>

namespace guarita::balancer {

namespace {

Q_LOGGING_CATEGORY(lcHealth, "guarita.balancer.health")

// A pass this recent outweighs a request's failed connect: a busy server is not asked again for every one of
// them.
constexpr std::chrono::milliseconds freshPass{100};

/// Why the check failed; empty if it passed.
QByteArray failureOf(const client::UpstreamResult &result)
{
    if (result.stage != client::Stage::Completed)
        return client::stageReason(result.stage);
    if (result.response.status != 200)
        return "status_" + QByteArray::number(result.response.status);
    return {};
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
    QTimer timer;                       // until the next check
    std::unique_ptr<client::Call> call; // the check under way
    std::optional<core::Instant> lastPass;
    bool recheckWanted = false;
};

ActiveChecker::ActiveChecker(Cluster &cluster, HealthSettings settings, HealthDependencies dependencies)
    : m_cluster(cluster)
    , m_settings(settings)
    , m_dependencies(std::move(dependencies))
{
    for (const EndpointPtr &endpoint : m_cluster.current()->endpoints)
        addProbe(endpoint);
}

ActiveChecker::~ActiveChecker() = default;

void ActiveChecker::addProbe(const EndpointPtr &endpoint)
{
    auto &probe = m_probes.emplace_back(std::make_unique<Probe>(endpoint, m_settings.thresholds));
    QObject::connect(&probe->timer, &QTimer::timeout, &probe->timer,
                     [this, probe = probe.get()] { check(*probe); });
    if (m_started)
        check(*probe);
}

void ActiveChecker::follow()
{
    const EndpointList &endpoints = m_cluster.current()->endpoints;
    std::erase_if(m_probes, [&](const auto &probe) {
        return std::find(endpoints.begin(), endpoints.end(), probe->endpoint) == endpoints.end();
    });
    for (const EndpointPtr &endpoint : endpoints) {
        const bool known = std::any_of(m_probes.begin(), m_probes.end(),
                                       [&](const auto &probe) { return probe->endpoint == endpoint; });
        if (!known)
            addProbe(endpoint);
    }
}

void ActiveChecker::start()
{
    m_started = true;
    for (const auto &probe : m_probes)
        check(*probe);
}

void ActiveChecker::check(Probe &probe)
{
    client::UpstreamRequest request;
    request.target = QByteArrayLiteral("/saude");
    request.headers.append(QByteArrayLiteral("accept"), QByteArrayLiteral("application/json"));
    request.headers.append(QByteArrayLiteral("user-agent"), QByteArrayLiteral("guarita-balancer"));
    probe.recheckWanted = false;
    probe.call = m_dependencies.send(
        probe.endpoint->config().origin, std::move(request),
        [this, &probe](const client::UpstreamResult &result) { finished(probe, result); });
}

void ActiveChecker::finished(Probe &probe, const client::UpstreamResult &result)
{
    probe.call.reset();
    const QByteArray failure = failureOf(result);
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
    const bool up = probe.machine.up();
    if (up && probe.recheckWanted)
        probe.timer.start(recheckDelay(probe));
    else
        probe.timer.start(jittered(up ? m_settings.interval : m_settings.recoveryInterval));
}

void ActiveChecker::connectFailed(const Endpoint &endpoint)
{
    const auto found = std::find_if(m_probes.begin(), m_probes.end(),
                                    [&](const auto &probe) { return probe->endpoint.get() == &endpoint; });
    if (found == m_probes.end())
        return;
    Probe &probe = **found;
    probe.machine.suspect();
    if (!probe.machine.up() || probe.recheckWanted)
        return; // down: it is checked often already
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
