// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/trafficcharts.h"

#include "console/models/traffic/trafficmonitor.h"
#include "console/models/traffic/wording.h"
#include "console/views/traffic/cellpainting.h"
#include "console/views/traffic/linechart.h"
#include "console/views/traffic/segmentedswitch.h"
#include "console/views/traffic/sharebar.h"
#include "console/widgets/labels.h"
#include "console/widgets/theme.h"

#include <QtCore/QTimeZone>
#include <QtWidgets/QFrame>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

namespace {

constexpr int minutes[] = {1, 5, 15};
constexpr int dayMinutes = 24 * 60;

QFrame *cardAround(QWidget *content, QWidget *parent)
{
    auto *card = new QFrame(parent);
    theme::setProperty(card, "kind", QStringLiteral("card"));
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(12, 12, 12, 8);
    layout->addWidget(content);
    return card;
}

} // namespace

TrafficCharts::TrafficCharts(TrafficMonitor &monitor, const core::Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_monitor(monitor)
    , m_clock(clock)
    , m_title(mutedLabel(this))
    , m_metric(new SegmentedSwitch(this))
    , m_range(new SegmentedSwitch(this))
    , m_lines(new LineChart)
    , m_shares(new ShareBar)
{
    setObjectName(QStringLiteral("trafficCharts"));
    m_lines->setObjectName(QStringLiteral("latencyChart"));
    m_shares->setObjectName(QStringLiteral("shareChart"));
    m_metric->setObjectName(QStringLiteral("metricSwitch"));
    m_range->setObjectName(QStringLiteral("rangeSwitch"));
    m_title->setWordWrap(true);
    m_title->setFont(cells::smallFont(font()));
    m_metric->addChoice(int(Metric::P50), QStringLiteral("metricP50"));
    m_metric->addChoice(int(Metric::P95), QStringLiteral("metricP95"));
    m_metric->addChoice(int(Metric::P99), QStringLiteral("metricP99"));
    m_metric->addChoice(int(Metric::RequestsPerSecond), QStringLiteral("metricRate"));
    m_metric->setValue(int(Metric::P95));
    for (const int count : minutes)
        m_range->addChoice(count, QStringLiteral("range%1").arg(count));
    m_range->addChoice(dayMinutes, QStringLiteral("rangeDay"));
    m_range->setValue(5);
    connect(m_metric, &SegmentedSwitch::chosen, this, &TrafficCharts::retranslate);
    connect(m_range, &SegmentedSwitch::chosen, this, &TrafficCharts::retranslate);

    auto *switches = new QHBoxLayout;
    switches->setSpacing(theme::spacing);
    switches->addWidget(m_metric);
    switches->addWidget(m_title, 1);
    switches->addWidget(m_range);
    auto *charts = new QHBoxLayout;
    charts->setSpacing(theme::spacing);
    charts->addWidget(cardAround(m_lines, this), 5);
    charts->addWidget(cardAround(m_shares, this), 3);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(theme::spacing);
    all->addLayout(switches);
    all->addLayout(charts, 1);
}

std::chrono::seconds TrafficCharts::window() const
{
    return std::chrono::minutes(m_range->value());
}

void TrafficCharts::refresh()
{
    const auto metric = Metric(m_metric->value());
    const core::Instant end = m_monitor.shownUntil();
    const BackendsModel &backends = m_monitor.backends();
    const core::WallTime wall =
        m_clock.wallNow() - std::chrono::duration_cast<core::WallTime::duration>(m_clock.now() - end);
    const bool day = m_range->value() == dayMinutes;
    std::vector<ChartLine> lines;
    std::vector<ShareBar::Entry> shares;
    for (int row = 0; row < backends.rowCount(); ++row) {
        const Backend &backend = backends.backend(row);
        const int series = backends.series(row);
        lines.push_back({backend.id, series,
                         day ? m_monitor.day().pointsOf(backend.id, metric, wall)
                             : pointsOf(m_monitor.history().of(backend.id), metric, window(), end)});
        shares.push_back({backend.id, series,
                          day ? m_monitor.day().requests(backend.id)
                              : m_monitor.history().requestsWithin(backend.id, window(), end),
                          backend.requests});
    }
    const auto wallEnd = std::chrono::floor<std::chrono::milliseconds>(wall.time_since_epoch());
    m_lines->setUnit(metric == Metric::RequestsPerSecond ? LineChart::Unit::PerSecond
                                                         : LineChart::Unit::Milliseconds);
    m_lines->setLines(std::move(lines), window(),
                      QDateTime::fromMSecsSinceEpoch(wallEnd.count(), QTimeZone::utc()));
    m_lines->setStale(m_monitor.isStale());
    m_shares->setEntries(std::move(shares), window());
    m_shares->setStale(m_monitor.isStale());
}

void TrafficCharts::setEmphasis(const QStringList &backends)
{
    m_lines->setEmphasis(backends);
}

QString TrafficCharts::titleOf(Metric metric)
{
    switch (metric) {
    case Metric::P50:
        return tr("Latency that half of the requests stay below");
    case Metric::P95:
        return tr("Latency that 95 of 100 requests stay below");
    case Metric::P99:
        return tr("Latency that 99 of 100 requests stay below");
    case Metric::RequestsPerSecond:
        break;
    }
    return tr("Requests per second");
}

void TrafficCharts::retranslate()
{
    const std::pair<Metric, QString> metrics[] = {{Metric::P50, tr("p50")},
                                                  {Metric::P95, tr("p95")},
                                                  {Metric::P99, tr("p99")},
                                                  {Metric::RequestsPerSecond, tr("Req/s")}};
    for (const auto &[metric, name] : metrics)
        m_metric->setText(int(metric), name, titleOf(metric));
    for (const int count : minutes)
        m_range->setText(count, tr("%1 min").arg(count), tr("The last %n minute(s)", nullptr, count));
    m_range->setText(dayMinutes, tr("24 h"), tr("The last 24 hours, a value for each minute"));
    m_metric->setAccessibleName(tr("What the chart shows"));
    m_range->setAccessibleName(tr("Time that the charts show"));
    const bool rate = m_metric->value() == int(Metric::RequestsPerSecond);
    m_title->setText(titleOf(Metric(m_metric->value())));
    m_lines->setAccessibleName(rate ? tr("Requests per second by backend") : tr("Latency by backend"));
    m_shares->setAccessibleName(tr("Share of the requests by backend"));
    refresh();
}

} // namespace guarita::console
