// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic/alarms.h"
#include "console/models/traffic/changeguard.h"
#include "console/models/traffic/trafficmonitor.h"
#include "console/views/page.h"
#include "console/views/pagecontext.h"

#include <QtCore/QTimer>

class QSortFilterProxyModel;
class QStackedWidget;

namespace guarita::console {

class BackendCommands;
class BackendsView;
class Banner;
class ColumnMenus;
class EmptyState;
class EventsPanel;
class GripSplitter;
class TrafficCharts;
class TrafficSummary;

/// The backends live: figures, a table, charts, what happened, and what can be done to them. It collects from
/// the log-in on, also while another page is shown.
class BackendsPage final : public Page
{
    Q_OBJECT

public:
    BackendsPage(const PageContext &context, BalancerApi &api, core::Random &random,
                 QWidget *parent = nullptr);
    ~BackendsPage() override;

    void setReadOnly(bool readOnly); // the profile's

    /// Where the charts' last 24 hours are kept; another file for each service.
    void keepDayIn(const QString &file) { m_monitor.keepDayIn(file); }
    const Alarms &alarms() const { return m_alarms; }

    QString title() const override;
    theme::Icon pageIcon() const override { return theme::Icon::Backends; }
    bool isAllowed(const Rights &rights) const override { return rights.seesBackends; }
    QList<QAction *> pageActions() const override;
    QString status() const override;
    void activated() override;
    void focusStart() override;

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *buildContent(const core::Clock &clock);
    void addToMenu();
    void buildActions();
    void connectMonitor();
    void restoreLayout();
    void saveLayout();
    void showValues();
    void fitTable(); // as high as its rows, unless somebody moved the splitter
    void showPhase();
    void showPause();
    void showEmphasis();
    void copyBackends();
    void retranslate();

    Settings &m_settings;
    TrafficMonitor m_monitor;
    ChangeGuard m_guard;
    Alarms m_alarms;
    QSortFilterProxyModel *m_sorted;
    QAction *m_pause;
    QAction *m_refresh;
    QAction *m_copy;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    GripSplitter *m_splitter;
    TrafficSummary *m_summary;
    BackendsView *m_view;
    ColumnMenus *m_menus;
    Banner *m_clusters;
    Banner *m_banner;
    BackendCommands *m_commands;
    TrafficCharts *m_charts;
    EventsPanel *m_events;
    QTimer m_saveSoon;
    bool m_tableFits = false;
};

} // namespace guarita::console
