// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/backendsmodel.h"

#include "console/models/traffic/chartpoints.h"
#include "console/models/traffic/share.h"

#include <algorithm>
#include <limits>

namespace guarita::console {

namespace {

QList<float> trendOf(const std::deque<TrafficSample> &samples, core::Instant at)
{
    QList<float> trend;
    for (const QPointF &point : pointsOf(samples, Metric::RequestsPerSecond, BackendsModel::trendWindow, at))
        trend.append(float(point.y()));
    return trend;
}

float largestOf(const QList<float> &trend)
{
    float largest = 0;
    for (const float value : trend)
        largest = value > largest ? value : largest; // false for what is not a number
    return largest;
}

} // namespace

BackendsModel::BackendsModel(const core::Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(clock)
{
}

void BackendsModel::apply(const std::vector<Backend> &backends, const TrafficHistory &history,
                          core::Instant at)
{
    removeGone(backends);
    std::vector<qint64> counts;
    counts.reserve(backends.size());
    for (const Backend &backend : backends)
        counts.push_back(backend.requests);
    const std::vector<int> parts = permilles(counts);
    int firstChanged = std::numeric_limits<int>::max();
    int lastChanged = -1;
    double top = 0;
    for (std::size_t i = 0; i < backends.size(); ++i) {
        if (!m_series.contains(backends[i].id))
            m_series.insert(backends[i].id, int(m_series.size()));
        Row fresh = rowOf(backends[i], history, at);
        fresh.permille = parts[i];
        top = std::max(top, double(largestOf(fresh.trend)));
        const int row = rowWith(fresh.backend.id);
        if (row < 0) {
            const int end = rowCount();
            beginInsertRows({}, end, end);
            m_rows.push_back(std::move(fresh));
            endInsertRows();
        } else if (Row &known = m_rows[std::size_t(row)]; known != fresh) {
            known = std::move(fresh);
            firstChanged = std::min(firstChanged, row);
            lastChanged = std::max(lastChanged, row);
        }
    }
    if (m_trendTop != top) {
        m_trendTop = top;
        everythingChanged();
    } else if (lastChanged >= 0) {
        Q_EMIT dataChanged(index(firstChanged, 0), index(lastChanged, ColumnCount - 1));
    }
}

void BackendsModel::removeGone(const std::vector<Backend> &backends)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        const QString &id = m_rows[std::size_t(row)].backend.id;
        if (std::none_of(backends.begin(), backends.end(), [&](const Backend &b) { return b.id == id; })) {
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            endRemoveRows();
        }
    }
}

BackendsModel::Row BackendsModel::rowOf(const Backend &backend, const TrafficHistory &history,
                                        core::Instant at) const
{
    Row row;
    row.backend = backend;
    row.series = m_series.value(backend.id);
    const std::deque<TrafficSample> &samples = history.of(backend.id);
    if (!samples.empty()) {
        row.rate = samples.back().requestsPerSecond;
        row.errorRate = samples.back().errorsPerSecond;
    }
    row.trend = trendOf(samples, at);
    row.age = ageOf(backend);
    row.standing = standingOf(backend);
    return row;
}

int BackendsModel::rowWith(const QString &id) const
{
    const auto row =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &r) { return r.backend.id == id; });
    return row == m_rows.end() ? -1 : int(row - m_rows.begin());
}

void BackendsModel::everythingChanged()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void BackendsModel::setStale(bool stale)
{
    if (m_stale == stale)
        return;
    m_stale = stale;
    everythingChanged();
}

void BackendsModel::updateAges()
{
    for (int row = 0; row < rowCount(); ++row) {
        Row &known = m_rows[std::size_t(row)];
        if (const QString age = ageOf(known.backend); known.age != age) {
            known.age = age;
            Q_EMIT dataChanged(index(row, LastCheck), index(row, LastCheck));
        }
        if (const QString standing = standingOf(known.backend); known.standing != standing) {
            known.standing = standing;
            Q_EMIT dataChanged(index(row, State), index(row, State));
        }
    }
}

void BackendsModel::clear()
{
    if (!m_rows.empty()) {
        beginRemoveRows({}, 0, rowCount() - 1);
        m_rows.clear();
        endRemoveRows();
    }
    m_series.clear();
    m_trendTop = 0;
    m_stale = false;
}

void BackendsModel::setLocale(const QLocale &locale)
{
    m_locale = locale;
    everythingChanged();
}

void BackendsModel::retranslate()
{
    for (Row &row : m_rows) {
        row.age = ageOf(row.backend);
        row.standing = standingOf(row.backend);
    }
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    everythingChanged();
}

int BackendsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int BackendsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

} // namespace guarita::console
