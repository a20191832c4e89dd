// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/balancerapi.h"
#include "console/models/traffic/guardrule.h"
#include "console/models/traffic/trafficmonitor.h"

namespace guarita::console {

/// A change of a backend that was done.
struct DoneChange
{
    BackendChange change{};
    Backend before{};
    Backend after{};
    bool leftNobody = false; // known beforehand: nobody in its cluster takes requests now
};

/// Takes the last change back: when it is told to, or by itself while it watches, if the errors of the
/// cluster rise clearly (GuardRule), or if nobody in it is left that takes requests. While nothing is heard
/// of the balancer it cannot watch; then it takes the change back as soon as the balancer answers. Where
/// somebody else has changed the backend since, it leaves it alone.
class ChangeGuard final : public QObject
{
    Q_OBJECT

public:
    enum class Phase {
        Idle,
        Offered,   // can be taken back for some seconds
        Watching,  // the same, and the errors are watched
        Blind,     // nothing is heard
        Reverting, // asks until there is an answer
        Reverted,
        Passed, // the errors did not rise
        Failed, // it could not be taken back
    };

    static constexpr std::chrono::seconds offered{10}; // also how long an outcome is told
    static constexpr std::chrono::milliseconds blindAfter{5000};
    static constexpr std::chrono::milliseconds pause{2000}; // between two tries

    ChangeGuard(TrafficMonitor &monitor, BalancerApi &api, const core::Clock &clock,
                QObject *parent = nullptr);

    void offer(const DoneChange &change);
    void watch(const DoneChange &change);
    void keep();   // as it is; nothing is told any more
    void revert(); // now

    Phase phase() const { return m_phase; }
    const DoneChange &change() const { return m_change; }
    std::chrono::milliseconds left() const; // of the phase; never negative
    double leftShare() const;               // 1 to 0
    const TrafficSpan &before() const { return m_before; }
    const TrafficSpan &since() const { return m_since; }
    /// Why it was taken back, if nobody said so: nothing was heard, or the errors.
    bool byItself() const { return m_byItself; }
    bool wasBlind() const { return m_wasBlind; }
    bool overtaken() const { return m_overtaken; } // failed since somebody else changed it
    const ApiError *error() const { return m_error ? &*m_error : nullptr; } // failed for another reason

Q_SIGNALS:
    void changed(); // also twice a second, for who shows the time that is left

private:
    void begin(const DoneChange &change, Phase phase, std::chrono::seconds time);
    void enter(Phase phase, std::chrono::milliseconds time = {});
    void collected();
    void tick();
    void judge();
    void tryAgain();
    void answered(const Reply<Backend> &reply);
    void lookAgain();
    void ended(const Backend &backend);
    TrafficSpan spanOf(std::chrono::milliseconds window) const;
    bool nobodyLeft() const;

    TrafficMonitor &m_monitor;
    BalancerApi &m_api;
    const core::Clock &m_clock;
    Phase m_phase = Phase::Idle;
    DoneChange m_change;
    TrafficSpan m_before;
    TrafficSpan m_since;
    core::Instant m_began{};
    core::Instant m_end{};
    std::chrono::milliseconds m_time{};
    core::Instant m_nextTry{};
    bool m_asking = false;
    bool m_byItself = false;
    bool m_wasBlind = false;
    bool m_overtaken = false;
    std::optional<ApiError> m_error;
    Call m_call;
};

} // namespace guarita::console
