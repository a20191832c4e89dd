// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

class QAction;
class QLabel;
class QPushButton;

namespace guarita::console {

class StatTile;
class TrafficMonitor;

/// The tiles on top of the page, the button that pauses, and how fresh it all is.
class TrafficSummary final : public QWidget
{
    Q_OBJECT

public:
    TrafficSummary(TrafficMonitor &monitor, QAction &pause, QWidget *parent);

    void showTotals();
    void showFreshness();
    void retranslate();

private:
    TrafficMonitor &m_monitor;
    QAction &m_pause;
    StatTile *m_rate;
    StatTile *m_inFlight;
    StatTile *m_errors;
    StatTile *m_p99;
    StatTile *m_up;
    QPushButton *m_button;
    QLabel *m_freshness;
};

} // namespace guarita::console
