// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/proxy/proxycore.h"

#include "balancer/proxy/forwarding.h"
#include "balancer/proxy/proxyproblems.h"

namespace guarita::balancer {

namespace {

constexpr std::size_t mostSpare = 256;

} // namespace

ProxyCore::Choosers::Choosers(const Cluster &cluster, const ProxySettings &settings, core::Random &random)
    : first(cluster, settings.policy.make(random))
    , further(cluster, settings.policy.make(random))
    , affinity(settings.affinity, settings.policy.entry->keyed)
{
}

ProxyCore::ProxyCore(Cluster &cluster, const ProxySettings &settings, ProxyDependencies dependencies)
    : m_cluster(cluster)
    , m_settings(settings)
    , m_dependencies(std::move(dependencies))
    , m_choosers(std::in_place, cluster, settings, m_dependencies.random)
    , m_budget(settings.retry.budget)
    , m_deadlines(m_dependencies.clock, [this] { keepTime(); })
{
}

ProxyCore::~ProxyCore() = default;

void ProxyCore::configure(const ProxySettings &settings)
{
    const bool sameChoices = settings.policy == m_settings.policy && settings.affinity == m_settings.affinity;
    m_settings = settings;
    if (!sameChoices)
        m_choosers.emplace(m_cluster, settings, m_dependencies.random);
    m_budget.setLimits(settings.retry.budget);
    m_deadlines.wake();
}

void ProxyCore::attemptEnded(Endpoint &endpoint, const AttemptReport &report)
{
    if (report.outcome == AttemptOutcome::Answered)
        m_waitEstimate.served(report.duration);
    m_dependencies.attemptEnded(endpoint, report);
}

void ProxyCore::keepTime()
{
    const core::Instant instant = now();
    while (Forwarding *forwarding = m_deadlines.whole.overdue(instant))
        forwarding->expired(instant);
    while (UpstreamAttempt *attempt = m_deadlines.attempts.overdue(instant))
        attempt->overdue(instant);
    while (Forwarding *forwarding = m_deadlines.hedges.overdue(instant))
        forwarding->hedge(instant);
    while (Forwarding *forwarding = m_deadlines.pauses.overdue(instant))
        forwarding->pauseOver(instant);
    dispatch(); // who gets room in this instant need not go
    while (Forwarding *forwarding = m_deadlines.queue.overdue(instant))
        forwarding->waitedTooLong(instant);
    m_deadlines.goOn();
}

std::chrono::nanoseconds ProxyCore::expectedWait() const
{
    int inFlight = 0;
    for (const Candidate &candidate : snapshot().candidates)
        inFlight += candidate.endpoint->inFlight();
    return m_waitEstimate.behind(m_queued, inFlight);
}

bool ProxyCore::mayWait() const
{
    return admission(m_settings.overload, m_queued, expectedWait()) == Admission::Wait;
}

void ProxyCore::beginWait(Deadlines::Requests::Place &place, core::Instant now)
{
    ++m_queued;
    m_deadlines.join(m_deadlines.queue, place, now + m_settings.overload.queueDeadline);
}

void ProxyCore::endWait(Deadlines::Requests::Place &place)
{
    --m_queued;
    place.leave();
}

http::Problem ProxyCore::refusedFull()
{
    ++m_refusedFull;
    return queueFull(retryAfter(expectedWait()));
}

http::Problem ProxyCore::refusedLate()
{
    ++m_refusedLate;
    return queueExpired(retryAfter(expectedWait()));
}

void ProxyCore::serveQueue()
{
    const core::Instant instant = now();
    while (!m_deadlines.queue.empty() && m_deadlines.queue.first()->takeRoom(instant)) {
    }
}

Forwarding &ProxyCore::acquire()
{
    if (m_spare.empty()) {
        m_active.push_back(std::make_unique<Forwarding>(*this));
    } else {
        m_active.push_back(std::move(m_spare.back()));
        m_spare.pop_back();
    }
    m_active.back()->index = m_active.size() - 1;
    return *m_active.back();
}

http::ReplyHandle ProxyCore::release(Forwarding &forwarding)
{
    http::ReplyHandle reply = forwarding.clear();
    const std::size_t index = forwarding.index;
    std::swap(m_active[index], m_active.back());
    m_active[index]->index = index;
    if (m_spare.size() < mostSpare)
        m_spare.push_back(std::move(m_active.back()));
    m_active.pop_back();
    return reply;
}

ProxyStats ProxyCore::stats() const
{
    return {.queued = m_queued,
            .refusedFull = m_refusedFull,
            .refusedLate = m_refusedLate,
            .retriesUsed = m_budget.used(now()),
            .retriesAllowed = m_budget.allowed(now())};
}

} // namespace guarita::balancer
