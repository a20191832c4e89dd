// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/requests/requestspage.h"

#include "console/api/connectivity.h"
#include "console/core/settings.h"
#include "console/views/errortexts.h"
#include "console/views/requests/reconciliationpanel.h"
#include "console/views/requests/requestfilters.h"
#include "console/views/requests/requestpane.h"
#include "console/views/requests/requestsview.h"
#include "console/widgets/emptystate.h"

#include <QtCore/QEvent>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>

namespace guarita::console {

using ReaderPhase = RequestReader::Phase;

RequestsPage::RequestsPage(const PageContext &context, BalancerApi &api, QWidget *parent,
                           std::chrono::milliseconds pace)
    : Page(parent)
    , m_context(context)
    , m_api(api)
    , m_reader(api, m_requests, pace)
    , m_filters(new RequestFilters(this))
    , m_view(new RequestsView(m_requests, this))
    , m_empty(new EmptyState(this))
    , m_pane(new RequestPane(this))
    , m_stack(new QStackedWidget(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_reconciliation(new ReconciliationPanel(api, this))
    , m_pause(newAction("pauseRequestsAction", theme::Icon::Pause, Qt::Key_Pause))
    , m_compare(newAction("compareCountsAction", theme::Icon::Success, {}))
    , m_copy(newAction("copyRequestIdAction", theme::Icon::Copy, QKeySequence::Copy))
    , m_copyTrace(newAction("copyTraceIdAction", theme::Icon::Duplicate,
                            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)))
    , m_refresh(newAction("refreshRequestsAction", theme::Icon::Refresh, QKeySequence::Refresh))
{
    setObjectName(QStringLiteral("requestsPage"));
    m_empty->setObjectName(QStringLiteral("requestsEmpty"));
    m_splitter->setObjectName(QStringLiteral("requestsSplitter"));
    m_pause->setCheckable(true);
    m_pause->setPriority(QAction::HighPriority);
    for (QAction *action : {m_copy, m_copyTrace, m_refresh})
        action->setPriority(QAction::LowPriority);
    m_refresh->setProperty(menuProperty, QStringLiteral("view"));
    build();
    connectAll();
    retranslate();
    sessionChanged();
    showSelected();
}

RequestsPage::~RequestsPage()
{
    m_context.settings.setLayout(m_splitter->objectName(), m_splitter->saveState());
    disconnect(m_view->selectionModel(), nullptr, this, nullptr); // the rows go before the widgets
}

QAction *RequestsPage::newAction(const char *name, theme::Icon icon, const QKeySequence &key)
{
    auto *action = new QAction(theme::icon(icon), {}, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    return action;
}

void RequestsPage::build()
{
    m_view->addActions({m_copy, m_copyTrace});
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_pane);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({400, 260});
    m_splitter->restoreState(m_context.settings.layout(m_splitter->objectName()));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(12, 12, 12, 12);
    head->addWidget(m_filters);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_reconciliation);
}

void RequestsPage::connectAll()
{
    connect(m_pause, &QAction::toggled, this, &RequestsPage::follow);
    connect(m_compare, &QAction::triggered, m_reconciliation, &ReconciliationPanel::ask);
    connect(m_copy, &QAction::triggered, this, [this] { copy(&RequestTrace::id); });
    connect(m_copyTrace, &QAction::triggered, this, [this] { copy(&RequestTrace::traceId); });
    connect(m_refresh, &QAction::triggered, this, &RequestsPage::readAnew);
    connect(m_filters, &RequestFilters::changed, this, &RequestsPage::readAnew);
    connect(m_empty, &EmptyState::primaryTriggered, this, [this] {
        if (m_reader.phase() == ReaderPhase::Failed)
            readAnew();
        else
            m_filters->clear();
    });
    connect(&m_reader, &RequestReader::phaseChanged, this, &RequestsPage::showPhase);
    connect(&m_reader, &RequestReader::failed, this, &Page::statusChanged);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RequestsPage::showSelected);
    connect(&m_requests, &QAbstractItemModel::modelReset, this, &RequestsPage::showSelected);
    connect(&m_context.session, &Session::stateChanged, this, &RequestsPage::sessionChanged);
    connect(&m_context.connectivity, &Connectivity::cameBack, &m_reader, &RequestReader::followNow);
}

void RequestsPage::sessionChanged()
{
    const Session &session = m_context.session;
    const bool gone = session.state() == Session::State::LoggedOut;
    if (gone || (session.state() == Session::State::Active && session.user() != m_user)) {
        m_backends.reset();
        m_filters->setBackends({});
        m_reader.clear();
        m_pane->showTrace({});
        m_reconciliation->forget();
    }
    m_user = session.user();
    if (m_active && session.state() == Session::State::Active)
        activated();
}

void RequestsPage::readAnew()
{
    if (m_active || m_reader.phase() != ReaderPhase::Empty)
        m_reader.read(m_filters->query());
}

void RequestsPage::readBackends()
{
    m_backends = m_api.report([this](const Reply<BalancerReport> &reply) {
        if (!reply)
            return; // the filter has those that it had
        QStringList ids;
        for (const Backend &backend : reply.value().backends)
            ids << backend.id;
        m_filters->setBackends(ids);
    });
}

void RequestsPage::follow()
{
    m_reader.setFollowing(m_active && !m_pause->isChecked());
    showPause();
    Q_EMIT statusChanged();
}

void RequestsPage::showPhase()
{
    m_empty->setActions({}, {});
    switch (m_reader.phase()) {
    case ReaderPhase::Empty:
    case ReaderPhase::Loading:
        m_empty->showLoading(m_reader.phase() == ReaderPhase::Loading ? tr("Reading the requests…")
                                                                      : QString());
        break;
    case ReaderPhase::Failed: {
        const ApiError *error = m_reader.error();
        const bool older = error && (error->kind == ApiError::Kind::NotFound || error->status == 501);
        m_empty->show(older ? theme::Icon::Info : theme::Icon::Error,
                      older ? tr("This balancer keeps no requests") : tr("The requests could not be read"),
                      error && !older ? ErrorTexts::explainAdmin(*error) : QString());
        m_empty->setActions(tr("&Try again"), {});
        break;
    }
    case ReaderPhase::Ready:
        if (m_filters->isFiltering()) {
            m_empty->show(theme::Icon::Search, tr("Nothing found"), tr("No request fits all of this."));
            m_empty->setActions(tr("&Clear filters"), {});
        } else {
            m_empty->show(theme::Icon::Empty, tr("No requests yet"),
                          tr("What passes through the balancer will stand here."));
        }
        break;
    }
    m_stack->setCurrentIndex(m_requests.rowCount() > 0 ? 1 : 0);
    Q_EMIT statusChanged();
}

void RequestsPage::showPause()
{
    const bool paused = m_pause->isChecked();
    m_pause->setText(paused ? tr("Go &on") : tr("&Pause"));
    m_pause->setToolTip(paused ? tr("Show new requests again") : tr("Show no new requests"));
    m_pause->setIcon(theme::icon(paused ? theme::Icon::Play : theme::Icon::Pause));
}

/// What was looked at stays when its row has gone.
void RequestsPage::showSelected()
{
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    if (!rows.isEmpty())
        m_pane->showTrace(m_requests.at(rows.constFirst().row()));
    m_copy->setEnabled(m_pane->trace().has_value());
    m_copyTrace->setEnabled(m_pane->trace() && !m_pane->trace()->traceId.isEmpty());
}

void RequestsPage::copy(QString RequestTrace::*id)
{
    if (m_pane->trace())
        QGuiApplication::clipboard()->setText((*m_pane->trace()).*id);
}

// --- Page

QString RequestsPage::title() const
{
    return tr("Requests");
}

QString RequestsPage::status() const
{
    if (m_reader.phase() != ReaderPhase::Ready)
        return {};
    const QString shown = tr("%Ln request(s) shown", nullptr, m_requests.rowCount()) + QStringLiteral(" · ");
    if (m_reader.error())
        return shown + tr("no answer");
    if (m_pause->isChecked())
        return shown + tr("paused");
    return shown + (m_reader.hasGaps() ? tr("live; more come than can be shown") : tr("live"));
}

void RequestsPage::activated()
{
    m_active = true;
    readBackends();
    if (m_reader.phase() == ReaderPhase::Empty || m_reader.phase() == ReaderPhase::Failed)
        m_reader.read(m_filters->query());
    follow();
    m_reader.followNow();
}

void RequestsPage::deactivated()
{
    m_active = false;
    follow();
}

void RequestsPage::focusStart()
{
    m_view->setFocus();
}

void RequestsPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void RequestsPage::retranslate()
{
    setAccessibleName(title());
    m_requests.setLocale(locale());
    m_view->setAccessibleName(tr("Requests"));
    m_compare->setText(tr("Co&mpare counts"));
    m_compare->setToolTip(tr("Whether what gateway, balancer and servers counted agrees"));
    m_copy->setText(tr("&Copy request id"));
    m_copyTrace->setText(tr("Copy trace &id"));
    m_refresh->setText(tr("&Refresh"));
    showPause();
    showPhase();
    Q_EMIT titleChanged();
}

} // namespace guarita::console
