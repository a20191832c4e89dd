// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/dayhistory.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDataStream>
#include <QtCore/QIODevice>

#include <algorithm>
#include <limits>

namespace guarita::console {

namespace {

constexpr quint32 magic = 0x47445931; // "GDY1"
constexpr qsizetype checksumBytes = 32;
constexpr qsizetype longestId = 300;

quint32 minuteOf(core::WallTime wall)
{
    return quint32(std::chrono::floor<std::chrono::minutes>(wall.time_since_epoch()).count());
}

void raiseTo(float &largest, std::optional<double> value)
{
    if (value)
        largest = std::max(largest, float(*value));
}

quint32 added(quint32 sum, qint64 more)
{
    return quint32(std::clamp<qint64>(sum + more, 0, std::numeric_limits<quint32>::max()));
}

QDataStream &operator<<(QDataStream &out, const MinuteSample &minute)
{
    return out << minute.minute << minute.requests << minute.errors << minute.coveredMs << minute.p50
               << minute.p95 << minute.p99;
}

QDataStream &operator>>(QDataStream &in, MinuteSample &minute)
{
    return in >> minute.minute >> minute.requests >> minute.errors >> minute.coveredMs >> minute.p50 >>
           minute.p95 >> minute.p99;
}

void prepare(QDataStream &stream)
{
    stream.setVersion(QDataStream::Qt_6_0);
    stream.setFloatingPointPrecision(QDataStream::SinglePrecision);
}

QByteArray checksumOf(QByteArrayView bytes)
{
    return QCryptographicHash::hash(bytes.toByteArray(), QCryptographicHash::Sha256);
}

std::optional<double> valueOf(const MinuteSample &minute, Metric metric)
{
    float value = -1;
    switch (metric) {
    case Metric::P50:
        value = minute.p50;
        break;
    case Metric::P95:
        value = minute.p95;
        break;
    case Metric::P99:
        value = minute.p99;
        break;
    case Metric::RequestsPerSecond:
        value = minute.coveredMs > 0 ? float(minute.requests) * 1000 / float(minute.coveredMs) : -1;
        break;
    }
    return value < 0 ? std::nullopt : std::optional(double(value));
}

} // namespace

void DayHistory::accumulate(MinuteSample &minute, const TrafficSample &sample,
                            std::chrono::milliseconds covered)
{
    // Requests of a gap would look like a burst in the minute in which it ends.
    if (sample.requestsPerSecond) {
        minute.requests = added(minute.requests, sample.requests);
        minute.errors = added(minute.errors, sample.errors);
        minute.coveredMs = added(minute.coveredMs, covered.count());
    }
    raiseTo(minute.p50, sample.p50);
    raiseTo(minute.p95, sample.p95);
    raiseTo(minute.p99, sample.p99);
}

bool DayHistory::add(const std::vector<Backend> &backends, const TrafficHistory &history, core::Instant now,
                     core::WallTime wall)
{
    const quint32 minute = minuteOf(wall);
    const auto covered = m_lastAdd ? std::chrono::duration_cast<std::chrono::milliseconds>(now - *m_lastAdd)
                                   : std::chrono::milliseconds(0);
    m_lastAdd = now;
    for (const Backend &backend : backends) {
        const std::deque<TrafficSample> &samples = history.of(backend.id);
        if (samples.empty() || samples.back().at != now || backend.id.size() > longestId)
            continue;
        std::deque<MinuteSample> &track = m_tracks[backend.id];
        if (!track.empty() && track.back().minute > minute)
            track.clear(); // the clock was put back
        if (track.empty() || track.back().minute != minute)
            track.push_back({.minute = minute});
        accumulate(track.back(), samples.back(), covered);
    }
    const bool completed = minute != std::exchange(m_minute, minute);
    if (completed)
        forget(minute);
    return completed;
}

void DayHistory::forget(quint32 now)
{
    for (auto track = m_tracks.begin(); track != m_tracks.end();) {
        while (!track->empty() && track->front().minute + keptMinutes < now)
            track->pop_front();
        track = track->empty() ? m_tracks.erase(track) : std::next(track);
    }
    while (m_tracks.size() > mostBackends) {
        m_tracks.erase(std::min_element(m_tracks.begin(), m_tracks.end(), [](const auto &a, const auto &b) {
            return a.back().minute < b.back().minute;
        }));
    }
}

const std::deque<MinuteSample> &DayHistory::of(const QString &id) const
{
    static const std::deque<MinuteSample> none;
    const auto track = m_tracks.constFind(id);
    return track == m_tracks.constEnd() ? none : *track;
}

qint64 DayHistory::requests(const QString &id) const
{
    qint64 sum = 0;
    for (const MinuteSample &minute : of(id))
        sum += minute.requests;
    return sum;
}

void DayHistory::clear()
{
    m_tracks.clear();
    m_lastAdd.reset();
    m_minute = 0;
}

QByteArray DayHistory::encode() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    prepare(out);
    out << magic << quint32(std::min<qsizetype>(m_tracks.size(), mostBackends));
    int left = mostBackends;
    for (auto track = m_tracks.begin(); track != m_tracks.end() && left > 0; ++track, --left) {
        out << track.key() << quint32(track->size());
        for (const MinuteSample &minute : *track)
            out << minute;
    }
    return bytes + checksumOf(bytes);
}

core::Result<DayHistory> DayHistory::decode(const QByteArray &bytes)
{
    const core::Error invalid{"history_invalid", QStringLiteral("The file is not what it was written as.")};
    if (bytes.size() < checksumBytes || bytes.size() > mostBytes)
        return invalid;
    const QByteArrayView content = QByteArrayView(bytes).chopped(checksumBytes);
    if (checksumOf(content) != bytes.last(checksumBytes))
        return invalid;
    QDataStream in(content.toByteArray());
    prepare(in);
    quint32 found = 0;
    quint32 tracks = 0;
    in >> found >> tracks;
    if (found != magic || tracks > quint32(mostBackends))
        return invalid;
    DayHistory history;
    for (quint32 i = 0; i < tracks; ++i) {
        QString id;
        quint32 minutes = 0;
        in >> id >> minutes;
        if (minutes > keptMinutes + 1)
            return invalid;
        std::deque<MinuteSample> &track = history.m_tracks[id];
        track.resize(minutes);
        for (MinuteSample &minute : track)
            in >> minute;
    }
    if (in.status() != QDataStream::Ok || !in.atEnd())
        return invalid;
    return history;
}

std::vector<QPointF> DayHistory::pointsOf(const QString &id, Metric metric, core::WallTime end) const
{
    constexpr double gap = std::numeric_limits<double>::quiet_NaN();
    const double until = std::chrono::duration<double>(end.time_since_epoch()).count();
    std::vector<QPointF> points;
    quint32 before = 0;
    for (const MinuteSample &minute : of(id)) {
        if (minute.minute >= minuteOf(end))
            break;
        const double x = minute.minute * 60.0 + 30 - until;
        if (before != 0 && minute.minute != before + 1)
            points.emplace_back(x, gap);
        points.emplace_back(x, valueOf(minute, metric).value_or(gap));
        before = minute.minute;
    }
    return points;
}

} // namespace guarita::console
