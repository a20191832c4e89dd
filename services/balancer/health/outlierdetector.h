// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/health/outlierrules.h"
#include "balancer/model/cluster.h"
#include "core/clock.h"

#include <QtCore/QTimer>

namespace guarita::balancer {

/// Takes endpoints out of a cluster whose requests fail while those of others do not, and lets them back in.
/// An endpoint is in one of three states, as a circuit breaker is:
///
///     in ──(a rule is broken, another does better, EJECT_MOST)──▶ ejected ──(its time is over)──▶ on trial
///     on trial ──(answered well)──▶ in          on trial ──(failed)──▶ ejected, for longer
///
/// On trial it gets one request at a time. A health check that passes ends an ejection only if checks can
/// see what it was for: they failed, too, or it could not be connected to. One that passed all the time while
/// requests failed tells nothing. Event-loop thread only.
class OutlierDetector
{
public:
    /// Both outlive it.
    OutlierDetector(Cluster &cluster, EjectionSettings settings, const core::Clock &clock);

    /// From now on. What is ejected stays so until its time is over.
    void setSettings(EjectionSettings settings) { m_settings = settings; }

    /// To be told of every attempt that is over …
    void attemptEnded(Endpoint &endpoint, const AttemptReport &report);
    /// … and of the head of an answer that streams, which may last for hours: it ends a trial, and its status
    /// counts. Otherwise what counts is how it ends.
    void answerBegan(Endpoint &endpoint, const AttemptReport &soFar);

    /// To be told of every health check that passes.
    void checkPassed(Endpoint &endpoint, bool cameUp);

    /// Puts on trial whose time is over. Called by a timer of its own, too.
    void expire();
    /// To be called after what operators want changed: maintenance makes everything forgotten.
    void follow();

private:
    void judge(Endpoint &endpoint, bool failed, const AttemptReport &report);
    void judgeTrial(Endpoint &endpoint, bool failed, const AttemptReport &report);
    bool anotherDoesBetter(const Endpoint &endpoint, OutlierRule rule, core::Instant now) const;
    struct Cause
    {
        const char *reason;
        bool unreachable;
        bool counts; // it makes the ejection longer
    };
    void eject(Endpoint &endpoint, const Cause &cause, core::Instant now);
    void putOnTrial(Endpoint &endpoint, core::Instant now);
    void wakeAtNextEnd(core::Instant now);

    Cluster &m_cluster;
    EjectionSettings m_settings;
    const core::Clock &m_clock;
    QTimer m_timer; // until the next ejection ends
};

} // namespace guarita::balancer
