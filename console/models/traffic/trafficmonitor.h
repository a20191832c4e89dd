// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/balancerfeed.h"
#include "console/models/traffic/backendpoller.h"
#include "console/models/traffic/backendsmodel.h"
#include "console/models/traffic/daykeeper.h"
#include "console/models/traffic/eventlogmodel.h"
#include "console/models/traffic/traffichistory.h"

#include <QtCore/QObject>

namespace guarita::console {

/// All backends together.
struct TrafficTotals
{
    std::optional<double> requestsPerSecond;
    std::optional<double> errorsPerSecond;
    std::optional<double> p99; // the largest of the backends'
    qint64 inFlight = 0;
    qint64 requests = 0;
    int up = 0;
    int backends = 0;
};

/// Collects what the balancer tells, from the log-in on, whether it is looked at or not, and says when there
/// is something new to paint. The balancer tells by itself; while it does not (an older one, or the
/// connection is lost), it is asked each second. While paused it collects, but what is shown stays as it is.
class TrafficMonitor final : public QObject
{
    Q_OBJECT

public:
    enum class Phase {
        LoggedOut,
        Waiting,     // for the first answer
        Unreachable, // there has been no answer yet, but an error
        Empty,       // the balancer has no backends
        Showing,
    };

    /// Older values are stale.
    static constexpr std::chrono::milliseconds freshFor{3000};
    /// After so long without a report by the stream it asks.
    static constexpr std::chrono::milliseconds quietFor{2000};

    TrafficMonitor(BalancerApi &api, Connectivity &connectivity, const core::Clock &clock,
                   core::Random &random, QObject *parent = nullptr);

    Phase phase() const { return m_phase; }
    BackendsModel &backends() { return m_backends; }
    EventLogModel &events() { return m_events; }
    const TrafficHistory &history() const { return m_history; }
    const DayHistory &day() const { return m_day.history(); }
    /// Where the last 24 hours are kept from now on; empty: nowhere. Another one for each service.
    void keepDayIn(const QString &file);
    const TrafficTotals &totals() const { return m_totals; }
    /// The last report, also while it is paused.
    const BalancerReport &latest() const { return m_latest; }
    core::Instant lastReportAt() const { return m_lastReport.value_or(core::Instant()); }
    /// A newer state of a backend that is known otherwise, by the answer to a change, say.
    void put(const Backend &backend);
    /// By its id, in the last report; null if it is not there.
    const Backend *find(const QString &id) const;
    /// Whether the balancer tells by itself, and is not asked.
    bool isPushed() const { return m_feed.isLive() && !m_poller.isRunning(); }
    /// Where the charts end: now, or when it was paused.
    core::Instant shownUntil() const;

    bool isPaused() const { return m_pausedAt.has_value(); }
    void setPaused(bool paused);
    std::chrono::milliseconds pausedFor() const;

    /// Whether what is shown is old because nobody answers.
    bool isStale() const { return m_backends.isStale(); }
    /// Of the last answer; nothing before the first.
    std::optional<std::chrono::milliseconds> age() const;
    const ApiError *error() const { return m_error ? &*m_error : nullptr; }
    bool isWaitingForLogIn() const;

    void pollNow() { m_poller.pollNow(); } // nothing while the balancer tells by itself

Q_SIGNALS:
    void collected();    // a report, also while it is paused
    void shown();        // other values, or time has passed while there was none
    void phaseChanged(); // also for another error
    void aged();         // twice a second: texts with ages are others
    void pausedChanged();

private:
    void sessionChanged();
    void start();
    void stop();
    void forget();
    void sampled(const BalancerReport &report);
    void take(const BalancerReport &report, bool pushed);
    void failed();
    void pollIfQuiet();
    void tick();
    void show();
    void updateStale();
    void enter(Phase phase);

    Session &m_session;
    const core::Clock &m_clock;
    BackendPoller m_poller;
    BalancerFeed m_feed;
    TrafficHistory m_history;
    DayKeeper m_day;
    QString m_dayFile;
    BackendsModel m_backends;
    EventLogModel m_events;
    QTimer m_ticks;
    BalancerReport m_latest;
    TrafficTotals m_totals;
    std::optional<core::Instant> m_lastReport;
    core::Instant m_lastSample{}; // by the stream, or when that was begun
    std::optional<ApiError> m_error;
    bool m_running = false;
    std::optional<core::Instant> m_pausedAt;
    core::Instant m_shownAt{};
    Phase m_phase = Phase::LoggedOut;
};

} // namespace guarita::console
