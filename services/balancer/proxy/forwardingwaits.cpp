// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Forwarding that waits: for another attempt, to hedge, for room.
#include "balancer/proxy/forwarding.h"

#include "balancer/proxy/proxycore.h"
#include "balancer/proxy/proxyproblems.h"

#include <algorithm>

namespace guarita::balancer {

using client::Stage;

void Forwarding::attemptOverdue(UpstreamAttempt &attempt, core::Instant now)
{
    if (m_cut)
        return; // who is slow at two servers is slow anywhere: it has all the time there is
    const bool partnerRuns = partnerOf(attempt).running();
    const NextStep next = afterAttempt(attemptEnd(Stage::Timeout, 0, now), m_core.settings().retry);
    if (!partnerRuns && (next != NextStep::TryAgain || !somebodyUntried() || !mayRetry(Stage::Timeout, now)))
        return; // nobody else would do better
    m_cut = true;
    attempt.end(AttemptOutcome::Timeout);
    m_wait.leave();
    m_reached = true;
    m_failure = Stage::Timeout;
    if (!partnerRuns)
        retry(now);
}

void Forwarding::noteFailure(const EndpointPtr &endpoint, client::UpstreamResult result)
{
    m_reached = m_reached || !client::neverSent(result.stage);
    if (result.stage != Stage::Completed) {
        m_failure = result.stage;
        return;
    }
    if (saysWhenToComeBack(result.response))
        m_refusing.push_back(endpoint);
    m_kept = responseOf(std::move(result), endpoint);
}

// --- retries

AttemptEnd Forwarding::attemptEnd(Stage stage, int status, core::Instant now) const
{
    const ProxySettings &settings = m_core.settings();
    return {.stage = stage,
            .status = status,
            .repeatable = repeatable(m_request, settings.retry.replayLimit),
            .attemptsLeft = m_attempts <= settings.retry.retries,
            .timeLeft = now - m_started < settings.deadline};
}

/// Is there somebody to ask, and does the budget allow it? If so, it is paid for.
bool Forwarding::mayRetry(Stage stage, core::Instant now)
{
    return somebodyLeft() && (!costsBudget(stage) || m_core.budget().take(now));
}

/// The first retry goes to another server at once: it is not that one which failed, and the client waits.
/// Further ones, and those at the same server again, pause: what fails twice in a row fails everywhere, or is
/// overloaded, and many that failed together must not come back together.
void Forwarding::retry(core::Instant now)
{
    if (m_retries++ == 0) {
        if (EndpointPtr endpoint = m_core.another(pickRequest(now)))
            return attempt(m_attempt, std::move(endpoint), PickReason::Retry, now);
    }
    pause(now);
}

void Forwarding::pause(core::Instant now)
{
    if (!m_backoff)
        m_backoff.emplace(m_core.random(), m_core.settings().retry.backoff);
    const core::Instant over = now + m_backoff->next();
    if (over >= m_started + m_core.settings().deadline)
        return conclude();
    m_core.deadlines().join(m_core.deadlines().pauses, m_wait, over);
}

void Forwarding::pauseOver(core::Instant now)
{
    m_wait.leave();
    if (!m_core.somebodyWaits() && attemptAgain(now))
        return;
    if (somebodyLeft() && m_core.mayWait())
        wait(now);
    else
        conclude();
}

void Forwarding::hedge(core::Instant now)
{
    m_wait.leave();
    if (m_attempts > m_core.settings().retry.retries)
        return;
    EndpointPtr other = m_core.another(pickRequest(now));
    if (other && m_core.budget().take(now))
        attempt(m_hedge, std::move(other), PickReason::Hedge, now);
}

bool Forwarding::refuses(const EndpointPtr &endpoint) const
{
    return std::find(m_refusing.begin(), m_refusing.end(), endpoint) != m_refusing.end();
}

bool Forwarding::somebodyLeft() const
{
    const CandidateList &candidates = m_core.snapshot().candidates;
    return std::any_of(candidates.begin(), candidates.end(),
                       [this](const Candidate &each) { return !refuses(each.endpoint); });
}

bool Forwarding::somebodyUntried() const
{
    const CandidateList &candidates = m_core.snapshot().candidates;
    return std::any_of(candidates.begin(), candidates.end(),
                       [this](const Candidate &each) { return admits(pickRequest({}), each); });
}

EndpointPtr Forwarding::leastRecentlyFailed()
{
    const CandidateList &candidates = m_core.snapshot().candidates;
    const auto may = [&](const EndpointPtr &endpoint) {
        return endpoint->takesNow() && !refuses(endpoint) &&
               std::any_of(candidates.begin(), candidates.end(),
                           [&](const Candidate &each) { return each.endpoint == endpoint; });
    };
    const auto found = std::find_if(m_tried.begin(), m_tried.end(), may);
    return found == m_tried.end() ? nullptr : *found;
}

// --- the queue

void Forwarding::wait(core::Instant now)
{
    m_waitsSince = now;
    m_core.beginWait(m_wait, now);
}

void Forwarding::stopWaiting(core::Instant now)
{
    if (!m_waitsSince)
        return;
    m_waited += now - *m_waitsSince;
    m_waitsSince.reset();
    m_core.endWait(m_wait);
}

bool Forwarding::takeRoom(core::Instant now)
{
    const CandidateList &candidates = m_core.snapshot().candidates;
    const bool first = m_attempts == 0;
    if (first ? attemptFirst(now) : attemptAgain(now))
        return true;
    const bool room = std::any_of(candidates.begin(), candidates.end(),
                                  [](const Candidate &each) { return each.endpoint->takesNow(); });
    if (!candidates.empty() && !room)
        return false;
    stopWaiting(now);
    if (first)
        refuse(noServer());
    else
        conclude(); // nobody who has room may be asked again
    return true;
}

void Forwarding::waitedTooLong(core::Instant now)
{
    stopWaiting(now);
    if (m_attempts == 0)
        refuse(m_core.refusedLate());
    else
        conclude();
}

} // namespace guarita::balancer
