// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/outlierdetector.h"

#include <QtCore/QLoggingCategory>

#include <algorithm>

namespace guarita::balancer {

namespace {

using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcEjection, "guarita.balancer.ejection")

/// Out, or not yet wholly back in: it has one of the places of EJECT_MOST.
bool takesAPlace(const Endpoint &endpoint)
{
    return endpoint.ejection().ejected || endpoint.ejection().trial;
}

/// It tells of the time before the ejection, or of a panic during it.
bool isOld(const Endpoint &endpoint, const AttemptReport &report, core::Instant now)
{
    return now - report.duration - report.streamed.value_or(0ns) < endpoint.ejection().end;
}

/// One that was under way when the trial began has ended; its place is not the trial's.
void forgetOldAttempt(Endpoint &endpoint)
{
    Ejection trial = endpoint.ejection();
    trial.inFlightBefore = std::max(0, trial.inFlightBefore - 1);
    endpoint.setEjection(std::move(trial));
}

} // namespace

OutlierDetector::OutlierDetector(Cluster &cluster, EjectionSettings settings, const core::Clock &clock)
    : m_cluster(cluster)
    , m_settings(settings)
    , m_clock(clock)
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { expire(); });
}

void OutlierDetector::attemptEnded(Endpoint &endpoint, const AttemptReport &report)
{
    if (endpoint.ejection().trial && isOld(endpoint, report, m_clock.now()))
        forgetOldAttempt(endpoint);
    if (report.streamed && failedBy(AttemptOutcome::Answered, report.status).value_or(false))
        return; // its head was judged
    if (const std::optional<bool> failed = failedBy(report.outcome, report.status))
        judge(endpoint, *failed, report);
}

/// A head that is well is no success yet: of one that always breaks off, every other outcome would be one.
void OutlierDetector::answerBegan(Endpoint &endpoint, const AttemptReport &soFar)
{
    const bool failed = failedBy(AttemptOutcome::Answered, soFar.status).value_or(false);
    if (failed || endpoint.ejection().trial)
        judge(endpoint, failed, soFar);
}

void OutlierDetector::judge(Endpoint &endpoint, bool failed, const AttemptReport &report)
{
    const core::Instant now = m_clock.now();
    if (isOld(endpoint, report, now))
        return;
    endpoint.recent().record(failed, m_settings.window, now);
    if (endpoint.ejection().trial) {
        judgeTrial(endpoint, failed, report);
        return;
    }
    if (!failed || endpoint.state() != EndpointState::Up)
        return;
    const std::optional<OutlierRule> rule = brokenRule(endpoint.recent(), m_settings, now);
    const auto placeLeft = [&] {
        const auto &all = m_cluster.current()->endpoints;
        const auto out =
            std::count_if(all.begin(), all.end(), [](const EndpointPtr &each) { return takesAPlace(*each); });
        return static_cast<std::size_t>(out) < mostEjected(all.size(), m_settings);
    };
    if (rule && placeLeft() && anotherDoesBetter(endpoint, *rule, now))
        eject(endpoint, {outlierReason(*rule), report.unreachable, true}, now);
}

void OutlierDetector::judgeTrial(Endpoint &endpoint, bool failed, const AttemptReport &report)
{
    const core::Instant now = m_clock.now();
    const bool off = m_settings.mostPercent == 0;
    if (failed && !off) {
        // It has not earned its place back, whatever the others do; that decides over how long.
        eject(
            endpoint,
            {"prova_falhou", report.unreachable, anotherDoesBetter(endpoint, OutlierRule::Consecutive, now)},
            now);
        return;
    }
    Ejection over = endpoint.ejection();
    over.trial = false;
    endpoint.setEjection(std::move(over));
    qCInfo(lcEjection, "backend %s %s", endpoint.config().id.constData(),
           failed ? "is back, since nothing is ejected any more" : "passed its trial");
}

bool OutlierDetector::anotherDoesBetter(const Endpoint &endpoint, OutlierRule rule, core::Instant now) const
{
    const auto &all = m_cluster.current()->endpoints;
    return std::any_of(all.begin(), all.end(), [&](const EndpointPtr &other) {
        return other.get() != &endpoint && other->available() && !other->ejection().trial &&
               doesBetter(other->recent(), endpoint.recent(), rule, m_settings, now);
    });
}

void OutlierDetector::eject(Endpoint &endpoint, const Cause &cause, core::Instant now)
{
    Ejection ejection;
    ejection.ejected = true;
    ejection.times = timesThatCount(endpoint.ejection().times, now - endpoint.ejection().end, m_settings);
    ejection.times = std::max(1, ejection.times + (cause.counts ? 1 : 0));
    const std::chrono::milliseconds time = ejectionTime(ejection.times, m_settings);
    ejection.reason = cause.reason;
    ejection.unreachable = cause.unreachable;
    ejection.until = m_clock.wallNow() + time;
    ejection.end = now + time;
    endpoint.setEjection(std::move(ejection));
    endpoint.recent().forget();
    qCWarning(lcEjection, "backend %s is ejected for %lld ms: %s", endpoint.config().id.constData(),
              static_cast<long long>(time.count()), cause.reason);
    m_cluster.refresh();
    wakeAtNextEnd(now);
}

void OutlierDetector::checkPassed(Endpoint &endpoint, bool cameUp)
{
    if (!endpoint.ejection().ejected || !(cameUp || endpoint.ejection().unreachable))
        return;
    const core::Instant now = m_clock.now();
    putOnTrial(endpoint, now);
    m_cluster.refresh();
    wakeAtNextEnd(now);
}

void OutlierDetector::expire()
{
    const core::Instant now = m_clock.now();
    for (const EndpointPtr &endpoint : m_cluster.current()->endpoints) {
        if (endpoint->ejection().ejected && now >= endpoint->ejection().end)
            putOnTrial(*endpoint, now);
    }
    m_cluster.refresh();
    wakeAtNextEnd(now);
}

void OutlierDetector::putOnTrial(Endpoint &endpoint, core::Instant now)
{
    Ejection trial;
    trial.trial = true;
    trial.times = endpoint.ejection().times;
    trial.end = now;
    trial.inFlightBefore = endpoint.inFlight(); // streams may last
    endpoint.setEjection(std::move(trial));
    qCInfo(lcEjection, "backend %s is on trial", endpoint.config().id.constData());
}

void OutlierDetector::follow()
{
    for (const EndpointPtr &endpoint : m_cluster.current()->endpoints) {
        if (endpoint->administration() != Administration::Maint)
            continue;
        endpoint->setEjection({});
        endpoint->recent().forget();
    }
    wakeAtNextEnd(m_clock.now());
}

void OutlierDetector::wakeAtNextEnd(core::Instant now)
{
    std::optional<core::Instant> next;
    for (const EndpointPtr &endpoint : m_cluster.current()->endpoints) {
        const Ejection &ejection = endpoint->ejection();
        if (ejection.ejected && (!next || ejection.end < *next))
            next = ejection.end;
    }
    if (!next) {
        m_timer.stop();
        return;
    }
    m_timer.start(std::max(std::chrono::milliseconds::zero(),
                           std::chrono::ceil<std::chrono::milliseconds>(*next - now)));
}

} // namespace guarita::balancer
