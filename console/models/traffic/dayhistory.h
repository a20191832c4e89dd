// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic/chartpoints.h"

#include <QtCore/QByteArray>

namespace guarita::console {

/// What a backend did within one minute.
struct MinuteSample
{
    quint32 minute = 0; // since 1970
    quint32 requests = 0;
    quint32 errors = 0;                 // 5xx and failures
    quint32 coveredMs = 0;              // of the minute: as long as somebody looked
    float p50 = -1, p95 = -1, p99 = -1; // milliseconds, the largest of the minute; negative: none

    friend bool operator==(const MinuteSample &, const MinuteSample &) = default;
};

/// Minutes of the last 24 hours, by backend. At most `mostBackends` are kept: for a new one, the one that was
/// not heard of for longest goes. Pure.
class DayHistory
{
public:
    static constexpr quint32 keptMinutes = 24 * 60;
    static constexpr int mostBackends = 40;
    static constexpr qsizetype mostBytes = 2 * 1024 * 1024; // encoded

    /// The newest samples of these backends, at `now`. Returns whether a minute was completed.
    bool add(const std::vector<Backend> &backends, const TrafficHistory &history, core::Instant now,
             core::WallTime wall);
    const std::deque<MinuteSample> &of(const QString &id) const;
    qint64 requests(const QString &id) const;
    bool isEmpty() const { return m_tracks.isEmpty(); }
    void clear();

    /// With a checksum. Never more than mostBytes.
    QByteArray encode() const;
    /// Fails with "history_invalid" for what encode() did not make.
    static core::Result<DayHistory> decode(const QByteArray &bytes);

    /// As points of a chart that ends at `end`: x in seconds before it, in the middle of the minute. The
    /// minute that is not over is left out.
    std::vector<QPointF> pointsOf(const QString &id, Metric metric, core::WallTime end) const;

private:
    static void accumulate(MinuteSample &minute, const TrafficSample &sample,
                           std::chrono::milliseconds covered);
    void forget(quint32 now);

    QHash<QString, std::deque<MinuteSample>> m_tracks;
    std::optional<core::Instant> m_lastAdd;
    quint32 m_minute = 0; // that is not over
};

} // namespace guarita::console
