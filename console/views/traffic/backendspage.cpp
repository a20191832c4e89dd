// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/backendspage.h"

#include "console/api/connectivity.h"
#include "console/core/settings.h"
#include "console/models/traffic/wording.h"
#include "console/views/traffic/backendcommands.h"
#include "console/views/traffic/backendsview.h"
#include "console/views/traffic/clusternotice.h"
#include "console/views/traffic/columnmenus.h"
#include "console/views/traffic/eventspanel.h"
#include "console/views/traffic/gripsplitter.h"
#include "console/views/traffic/guardstrip.h"
#include "console/views/traffic/trafficcharts.h"
#include "console/views/traffic/trafficsummary.h"
#include "console/widgets/banner.h"
#include "console/widgets/emptystate.h"

#include <QtCore/QEvent>
#include <QtCore/QSortFilterProxyModel>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace guarita::console {

using namespace std::chrono_literals;
using Phase = TrafficMonitor::Phase;

namespace {

const QString columnsLayout = QStringLiteral("backendsColumns");

}

BackendsPage::BackendsPage(const PageContext &context, BalancerApi &api, core::Random &random,
                           QWidget *parent)
    : Page(parent)
    , m_settings(context.settings)
    , m_monitor(api, context.connectivity, context.clock, random)
    , m_guard(m_monitor, api, context.clock)
    , m_alarms(m_monitor.events(), context.clock)
    , m_sorted(new QSortFilterProxyModel(this))
    , m_pause(new QAction(this))
    , m_refresh(new QAction(this))
    , m_copy(new QAction(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState)
    , m_clusters(new Banner(this))
    , m_banner(new Banner(this))
{
    setObjectName(QStringLiteral("backendsPage"));
    buildActions();
    m_empty->setObjectName(QStringLiteral("backendsEmpty"));
    m_clusters->setObjectName(QStringLiteral("clustersBanner"));
    m_clusters->hide();
    m_banner->setObjectName(QStringLiteral("backendsBanner"));
    m_banner->setClosable(true);
    m_banner->hide();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(buildContent(context.clock));
    m_commands = new BackendCommands({m_monitor, api, m_guard, *m_banner}, this);
    addToMenu();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_clusters);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    layout->addWidget(new GuardStrip(m_guard, this));
    connect(m_empty, &EmptyState::primaryTriggered, this, [this] {
        if (m_monitor.phase() == Phase::Empty)
            m_commands->add();
        else
            m_monitor.pollNow();
    });

    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(1s);
    connect(&m_saveSoon, &QTimer::timeout, this, &BackendsPage::saveLayout);
    m_monitor.backends().setLocale(locale());
    m_monitor.events().setLocale(locale());
    restoreLayout();
    connectMonitor();
    connect(&context.connectivity, &Connectivity::cameBack, &m_monitor, &TrafficMonitor::pollNow);
    retranslate();
}

BackendsPage::~BackendsPage()
{
    if (m_saveSoon.isActive())
        saveLayout();
    // The monitor goes before the widgets; its rows then leave the selection.
    disconnect(m_view->selectionModel(), nullptr, this, nullptr);
}

QWidget *BackendsPage::buildContent(const core::Clock &clock)
{
    auto *content = new QWidget;
    m_summary = new TrafficSummary(m_monitor, *m_pause, content);
    m_view = new BackendsView;
    m_view->setObjectName(QStringLiteral("backendsView"));
    m_sorted->setSourceModel(&m_monitor.backends());
    m_sorted->setSortRole(BackendsModel::SortRole);
    m_view->setModel(m_sorted);
    m_view->sortByColumn(BackendsModel::Name, Qt::AscendingOrder);
    m_view->setMinimumHeight(112);
    m_view->hideRare();
    m_menus = new ColumnMenus(m_view, BackendsModel::Name);
    m_menus->sortMenu()->setObjectName(QStringLiteral("backendsSortMenu"));
    m_menus->shownMenu()->setObjectName(QStringLiteral("backendsColumnMenu"));
    m_charts = new TrafficCharts(m_monitor, clock, nullptr);

    m_splitter = new GripSplitter(Qt::Vertical, content);
    m_splitter->setObjectName(QStringLiteral("backendsSplitter"));
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(m_charts);
    m_events = new EventsPanel(m_monitor.events(), m_splitter);
    m_splitter->addWidget(m_events);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 5);
    m_splitter->setStretchFactor(2, 2);

    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(theme::margin, theme::margin, theme::margin, theme::margin);
    layout->setSpacing(theme::spacing);
    layout->addWidget(m_summary);
    layout->addWidget(m_splitter, 1);
    return content;
}

void BackendsPage::addToMenu()
{
    const auto separate = [this] {
        auto *separator = new QAction(m_view);
        separator->setSeparator(true);
        m_view->addAction(separator);
    };
    m_view->addActions(m_commands->menuActions());
    separate();
    m_view->addAction(m_copy);
    separate();
    m_view->addActions({m_menus->sortMenu()->menuAction(), m_menus->shownMenu()->menuAction()});
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void BackendsPage::buildActions()
{
    m_pause->setObjectName(QStringLiteral("pauseTrafficAction"));
    m_pause->setCheckable(true);
    m_pause->setShortcut(Qt::Key_Pause);
    m_refresh->setObjectName(QStringLiteral("refreshBackendsAction"));
    m_refresh->setShortcut(QKeySequence::Refresh);
    m_copy->setObjectName(QStringLiteral("copyBackendsAction"));
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetShortcut); // the events have their own
    for (QAction *action : {m_pause, m_refresh}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    connect(m_pause, &QAction::triggered, this, [this] { m_monitor.setPaused(!m_monitor.isPaused()); });
    connect(m_refresh, &QAction::triggered, &m_monitor, &TrafficMonitor::pollNow);
    connect(m_copy, &QAction::triggered, this, &BackendsPage::copyBackends);
}

void BackendsPage::connectMonitor()
{
    connect(&m_monitor, &TrafficMonitor::shown, this, &BackendsPage::showValues);
    connect(&m_monitor, &TrafficMonitor::phaseChanged, this, &BackendsPage::showPhase);
    connect(&m_monitor, &TrafficMonitor::pausedChanged, this, &BackendsPage::showPause);
    connect(&m_monitor, &TrafficMonitor::aged, this, [this] {
        if (isVisible())
            m_summary->showFreshness();
        Q_EMIT statusChanged();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &BackendsPage::showEmphasis);
    const auto saveSoon = [this] { m_saveSoon.start(); };
    connect(m_view->horizontalHeader(), &QHeaderView::sortIndicatorChanged, m_view,
            &BackendsView::growColumns);
    connect(m_splitter, &QSplitter::splitterMoved, this, saveSoon);
    connect(m_view->horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, saveSoon);
    connect(m_view->horizontalHeader(), &QHeaderView::sectionMoved, this, saveSoon);
    connect(m_menus, &ColumnMenus::shownChanged, m_view, &BackendsView::growColumns);
    connect(m_menus, &ColumnMenus::shownChanged, this, saveSoon);
}

void BackendsPage::restoreLayout()
{
    m_tableFits = m_splitter->restoreState(m_settings.layout(m_splitter->objectName()));
    m_view->horizontalHeader()->restoreState(m_settings.layout(columnsLayout));
}

void BackendsPage::saveLayout()
{
    m_settings.setLayout(m_splitter->objectName(), m_splitter->saveState());
    m_settings.setLayout(columnsLayout, m_view->horizontalHeader()->saveState());
}

// --- showing

void BackendsPage::showValues()
{
    if (!isVisible())
        return; // showEvent() comes back to it
    m_summary->showTotals();
    m_charts->refresh();
    m_view->growColumns();
    ClusterNotice::show(*m_clusters, m_monitor.latest().clusters);
    fitTable();
}

void BackendsPage::fitTable()
{
    if (m_tableFits || m_monitor.phase() != Phase::Showing)
        return;
    m_tableFits = true;
    int height = 0;
    for (const int size : m_splitter->sizes())
        height += size;
    const int table = std::min(m_view->fullHeight(), height * 2 / 5);
    const int events = (height - table) / 4;
    m_splitter->setSizes({table, height - table - events, events});
}

void BackendsPage::showPhase()
{
    m_empty->setActions({}, {});
    switch (m_monitor.phase()) {
    case Phase::LoggedOut:
        m_empty->show(theme::Icon::Lock, tr("Not logged in"), tr("Log in to see the backends."));
        break;
    case Phase::Waiting:
        m_empty->showLoading(tr("Asking the balancer…"));
        break;
    case Phase::Unreachable:
        m_empty->show(theme::Icon::Offline, tr("No answer from the balancer"),
                      m_monitor.error() ? Wording::error(*m_monitor.error()) : QString());
        m_empty->setActions(tr("Try again"), {});
        break;
    case Phase::Empty:
        m_empty->show(theme::Icon::Empty, tr("No backends"),
                      tr("The balancer answers, but no backend is configured."));
        if (m_commands->canAdd())
            m_empty->setActions(tr("Add a backend…"), {});
        break;
    case Phase::Showing:
        break;
    }
    m_stack->setCurrentIndex(m_monitor.phase() == Phase::Showing ? 1 : 0);
    m_pause->setEnabled(m_monitor.phase() == Phase::Showing);
    showValues();
    Q_EMIT statusChanged();
}

void BackendsPage::showPause()
{
    const bool paused = m_monitor.isPaused();
    m_pause->setChecked(paused);
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    m_pause->setIcon(theme::icon(paused ? theme::Icon::Play : theme::Icon::Pause));
    m_pause->setToolTip(paused ? tr("Show what is collected again")
                               : tr("Keep what is shown as it is; collecting goes on"));
    m_summary->retranslate();
    Q_EMIT statusChanged();
}

void BackendsPage::showEmphasis()
{
    QStringList names;
    for (const int row : m_view->selectedRowNumbers())
        names << m_sorted->index(row, 0).data(BackendsModel::IdRole).toString();
    m_commands->setSelected(names.size() == 1 ? names.constFirst() : QString());
    m_charts->setEmphasis(names.size() == m_sorted->rowCount() ? QStringList() : names);
}

void BackendsPage::copyBackends()
{
    QList<int> rows;
    for (const int row : m_view->selectedRowNumbers())
        rows << m_sorted->mapToSource(m_sorted->index(row, 0)).row();
    if (!rows.isEmpty())
        QGuiApplication::clipboard()->setText(m_monitor.backends().copied(rows));
}

// --- Page

QString BackendsPage::title() const
{
    return tr("Backends");
}

QList<QAction *> BackendsPage::pageActions() const
{
    return m_commands->actions() << nullptr << m_pause << m_refresh << m_copy;
}

void BackendsPage::setReadOnly(bool readOnly)
{
    m_commands->setReadOnly(readOnly);
    showPhase();
}

QString BackendsPage::status() const
{
    const std::optional<std::chrono::milliseconds> age = m_monitor.age();
    if (m_monitor.phase() == Phase::LoggedOut)
        return {};
    if (m_monitor.isPaused())
        return tr("paused %1").arg(Wording::duration(m_monitor.pausedFor()));
    if (!age)
        return m_monitor.error() ? tr("no answer yet") : tr("waiting for the first answer");
    if (m_monitor.isWaitingForLogIn())
        return tr("log-in expired · values are %1 old").arg(Wording::duration(*age));
    if (m_monitor.isStale())
        return tr("no answer · values are %1 old").arg(Wording::duration(*age));
    if (m_monitor.isPushed())
        return tr("live · last values %1 ago").arg(Wording::preciseDuration(*age, locale()));
    return tr("poll 1 s · last answer %1 ago").arg(Wording::preciseDuration(*age, locale()));
}

void BackendsPage::activated()
{
    m_monitor.pollNow();
}

void BackendsPage::focusStart()
{
    m_view->setFocus();
}

void BackendsPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    showValues();
    m_summary->showFreshness();
}

void BackendsPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    switch (event->type()) {
    case QEvent::LanguageChange:
        retranslate();
        break;
    case QEvent::LocaleChange:
        m_monitor.backends().setLocale(locale());
        m_monitor.events().setLocale(locale());
        retranslate();
        break;
    case QEvent::PaletteChange:
        showPause(); // its icon
        break;
    default:
        break;
    }
}

void BackendsPage::retranslate()
{
    m_refresh->setText(tr("Refresh"));
    m_refresh->setToolTip(tr("Ask the balancer now"));
    m_refresh->setIcon(theme::icon(theme::Icon::Refresh));
    m_copy->setText(tr("Copy rows"));
    m_copy->setIcon(theme::icon(theme::Icon::Copy));
    m_menus->retranslate();
    m_commands->retranslate();
    m_view->setAccessibleName(tr("Backends"));
    m_events->retranslate();
    m_monitor.backends().retranslate();
    m_monitor.events().retranslate();
    m_charts->retranslate();
    showPause();
    showPhase();
    m_view->fitColumns();
    Q_EMIT titleChanged();
}

} // namespace guarita::console
