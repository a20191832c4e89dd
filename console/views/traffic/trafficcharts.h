// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic/chartpoints.h"
#include "core/clock.h"

#include <QtWidgets/QWidget>

class QLabel;

namespace guarita::console {

class LineChart;
class SegmentedSwitch;
class ShareBar;
class TrafficMonitor;

/// The line chart and the shares side by side, with the switches for what they show.
class TrafficCharts final : public QWidget
{
    Q_OBJECT

public:
    TrafficCharts(TrafficMonitor &monitor, const core::Clock &clock, QWidget *parent);

    void refresh();
    void setEmphasis(const QStringList &backends);
    void retranslate();

private:
    static QString titleOf(Metric metric);
    std::chrono::seconds window() const;

    TrafficMonitor &m_monitor;
    const core::Clock &m_clock;
    QLabel *m_title;
    SegmentedSwitch *m_metric;
    SegmentedSwitch *m_range;
    LineChart *m_lines;
    ShareBar *m_shares;
};

} // namespace guarita::console
