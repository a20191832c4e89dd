// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/backend.h"
#include "console/models/traffic/guardrule.h"
#include "core/clock.h"

#include <QtCore/QHash>

#include <deque>
#include <optional>

namespace guarita::console {

/// What became known of one backend's traffic by one answer.
struct TrafficSample
{
    core::Instant at{};
    // Since the sample before, gaps included.
    qint64 requests = 0;
    qint64 errors = 0; // 5xx and failures
    // Nothing at the first sample and after a gap: an average over the gap would hide what happened in it.
    std::optional<double> requestsPerSecond{};
    std::optional<double> errorsPerSecond{}; // 5xx and failures
    double inFlight = 0;
    std::optional<double> p50{}, p95{}, p99{}; // milliseconds
};

/// 5xx and failures (no answer at all) since the balancer's start.
qint64 errorsOf(const Backend &backend);

/// Whether a count went down, which means that the balancer was started again in between.
bool countsWentBack(const Backend &before, const Backend &now);

/// Turns the balancer's counts into rates and keeps the last 15 minutes of each backend. A count that went
/// down means that the balancer was started again: what it counts now came since, and no rate is negative.
/// Pure.
class TrafficHistory
{
public:
    static constexpr std::chrono::minutes kept{15};
    /// Answers further apart than this have a gap between them.
    static constexpr std::chrono::milliseconds longestStep{3000};
    /// An answer sooner after the one before tells no rate worth the name: it leaves no sample.
    static constexpr std::chrono::milliseconds shortestStep{250};

    /// Returns whether the balancer was started again since the call before.
    bool add(const std::vector<Backend> &backends, core::Instant now);
    const std::deque<TrafficSample> &of(const QString &id) const;
    /// The sum; its percentiles are the backends' largest.
    const std::deque<TrafficSample> &all() const { return m_all; }
    /// What came within `window` before `end`; a shorter time if the record is not so old.
    TrafficSpan within(const QString &id, std::chrono::milliseconds window, core::Instant end) const;
    qint64 requestsWithin(const QString &id, std::chrono::milliseconds window, core::Instant end) const
    {
        return within(id, window, end).requests;
    }
    void clear();

private:
    struct Track
    {
        Backend last;
        core::Instant at{};
        std::deque<TrafficSample> samples;
    };

    bool wentBack(const std::vector<Backend> &backends) const;
    static TrafficSample sampleOf(const Track *track, const Backend &backend, core::Instant now,
                                  bool restarted);
    void forget(core::Instant now);

    QHash<QString, Track> m_tracks;
    std::deque<TrafficSample> m_all;
    std::optional<core::Instant> m_lastAdd;
};

} // namespace guarita::console
