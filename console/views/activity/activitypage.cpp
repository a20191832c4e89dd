// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/activity/activitypage.h"

#include "console/api/connectivity.h"
#include "console/core/settings.h"
#include "console/views/activity/activityfilters.h"
#include "console/views/activity/activityview.h"
#include "console/views/activity/recordpane.h"
#include "console/views/errortexts.h"
#include "console/widgets/banner.h"
#include "console/widgets/emptystate.h"
#include "console/widgets/progressstrip.h"
#include "console/widgets/searchline.h"

#include <QtCore/QEvent>
#include <QtCore/QFileInfo>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>

namespace guarita::console {

using Phase = AuditReader::Phase;

ActivityPage::ActivityPage(const PageContext &context, AdminApi &api, QWidget *parent,
                           std::chrono::milliseconds pace)
    : Page(parent)
    , m_context(context)
    , m_reader(api, m_records, nullptr, pace)
    , m_exporter(api)
    , m_filters(new ActivityFilters(context.clock, this))
    , m_banner(new Banner(this))
    , m_view(new ActivityView(m_records, this))
    , m_empty(new EmptyState(this))
    , m_pane(new RecordPane(this))
    , m_stack(new QStackedWidget(this))
    , m_splitter(new QSplitter(this))
    , m_strip(new ProgressStrip(QStringLiteral("activityExportProgress"), this))
    , m_pause(new QAction(this))
    , m_export(new QAction(this))
    , m_copy(new QAction(this))
    , m_refresh(new QAction(this))
{
    setObjectName(QStringLiteral("activityPage"));
    m_banner->setObjectName(QStringLiteral("activityBanner"));
    m_empty->setObjectName(QStringLiteral("activityEmpty"));
    m_splitter->setObjectName(QStringLiteral("activitySplitter"));
    buildActions();
    build();
    connectAll();
    retranslate();
    sessionChanged();
    showPhase();
}

ActivityPage::~ActivityPage()
{
    m_context.settings.setLayout(m_splitter->objectName(), m_splitter->saveState());
    disconnect(m_view->selectionModel(), nullptr, this, nullptr); // the rows go before the widgets
}

void ActivityPage::buildActions()
{
    const auto set = [this](QAction *action, const char *name, theme::Icon icon, const QKeySequence &key) {
        action->setObjectName(QLatin1String(name));
        action->setIcon(theme::icon(icon));
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    };
    set(m_pause, "pauseActivityAction", theme::Icon::Pause, Qt::Key_Pause);
    set(m_export, "exportActivityAction", theme::Icon::Export, QKeySequence(Qt::CTRL | Qt::Key_E));
    set(m_copy, "copyRecordAction", theme::Icon::Copy, QKeySequence::Copy);
    set(m_refresh, "refreshActivityAction", theme::Icon::Refresh, QKeySequence::Refresh);
    m_pause->setCheckable(true);
    m_pause->setPriority(QAction::HighPriority);
    m_refresh->setPriority(QAction::LowPriority);
    m_copy->setPriority(QAction::LowPriority);
    m_export->setProperty(menuProperty, QStringLiteral("file"));
    m_refresh->setProperty(menuProperty, QStringLiteral("view"));
    m_view->addActions({m_copy});
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void ActivityPage::build()
{
    m_banner->setClosable(true);
    m_banner->hide();
    auto *head = new QVBoxLayout;
    head->setContentsMargins(12, 12, 12, 12);
    head->setSpacing(theme::spacing);
    head->addWidget(m_banner);
    head->addWidget(m_filters);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_pane);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({1000, 296});
    m_splitter->restoreState(m_context.settings.layout(m_splitter->objectName()));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_strip);
}

void ActivityPage::connectAll()
{
    connect(m_pause, &QAction::toggled, this, &ActivityPage::follow);
    connect(m_export, &QAction::triggered, this, &ActivityPage::exportRecords);
    connect(m_copy, &QAction::triggered, this, &ActivityPage::copyRecord);
    connect(m_refresh, &QAction::triggered, this, &ActivityPage::readAnew);
    connect(m_filters, &ActivityFilters::changed, this, &ActivityPage::readAnew);
    connect(m_filters->who(), &SearchLine::downPressed, this, &ActivityPage::focusStart);
    connect(m_filters->who(), &SearchLine::escapePressed, this, &ActivityPage::focusStart);
    connect(m_pane, &RecordPane::onlyWanted, m_filters, &ActivityFilters::setWho);
    connect(m_empty, &EmptyState::primaryTriggered, this, [this] {
        if (m_reader.phase() == Phase::Failed)
            readAnew();
        else
            m_filters->clear();
    });
    connect(&m_reader, &AuditReader::phaseChanged, this, &ActivityPage::showPhase);
    connect(&m_reader, &AuditReader::failed, this, &Page::statusChanged);
    connect(&m_records, &QAbstractItemModel::rowsInserted, this, &ActivityPage::showPhase);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ActivityPage::showSelected);
    connect(&m_records, &QAbstractItemModel::modelReset, this, &ActivityPage::showSelected);
    connect(&m_exporter, &AuditExporter::progressChanged, this, &ActivityPage::exportMoved);
    connect(&m_exporter, &AuditExporter::stateChanged, this, &ActivityPage::exportEnded);
    connect(m_strip, &ProgressStrip::cancelWanted, &m_exporter, &AuditExporter::cancel);
    connect(&m_context.session, &Session::stateChanged, this, &ActivityPage::sessionChanged);
    connect(&m_context.connectivity, &Connectivity::cameBack, &m_reader, &AuditReader::followNow);
}

void ActivityPage::sessionChanged()
{
    const Session &session = m_context.session;
    const bool gone = session.state() == Session::State::LoggedOut;
    if (gone || (session.state() == Session::State::Active && session.user() != m_user)) {
        m_exporter.cancel();
        m_reader.clear();
        m_banner->hide();
    }
    m_user = session.user();
    if (m_active && session.state() == Session::State::Active)
        activated();
}

void ActivityPage::readAnew()
{
    if (m_active || m_reader.phase() != Phase::Empty)
        m_reader.read(m_filters->query());
}

void ActivityPage::follow()
{
    m_reader.setFollowing(m_active && !m_pause->isChecked());
    showPause();
    Q_EMIT statusChanged();
}

void ActivityPage::showPhase()
{
    m_empty->setActions({}, {});
    switch (m_reader.phase()) {
    case Phase::Empty:
    case Phase::Loading:
        m_empty->showLoading(m_reader.phase() == Phase::Loading ? tr("Reading the record…") : QString());
        break;
    case Phase::Failed:
        m_empty->show(theme::Icon::Error, tr("The record could not be read"),
                      m_reader.error() ? ErrorTexts::explainAdmin(*m_reader.error()) : QString());
        m_empty->setActions(tr("&Try again"), {});
        break;
    case Phase::Ready:
        if (m_filters->isFiltering()) {
            m_empty->show(theme::Icon::Search, tr("Nothing found"),
                          tr("Nothing that was done fits all of this."));
            m_empty->setActions(tr("&Clear filters"), {});
        } else {
            m_empty->show(theme::Icon::Empty, tr("Nothing yet"), tr("What users do will stand here."));
        }
        break;
    }
    m_stack->setCurrentIndex(m_records.rowCount() > 0 ? 1 : 0);
    Q_EMIT statusChanged();
}

void ActivityPage::showPause()
{
    const bool paused = m_pause->isChecked();
    m_pause->setText(paused ? tr("Go &on") : tr("&Pause"));
    m_pause->setToolTip(paused ? tr("Follow what happens again") : tr("Stop following what happens"));
    m_pause->setIcon(theme::icon(paused ? theme::Icon::Play : theme::Icon::Pause));
}

void ActivityPage::showSelected()
{
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    m_copy->setEnabled(!rows.isEmpty());
    m_pane->showRecord(rows.isEmpty() ? std::nullopt : std::optional(m_records.at(rows.constFirst().row())));
}

void ActivityPage::copyRecord()
{
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return;
    QStringList cells;
    for (int column = 0; column < AuditModel::ColumnCount; ++column)
        cells << rows.constFirst().siblingAtColumn(column).data().toString();
    cells << m_records.at(rows.constFirst().row()).requestId;
    QGuiApplication::clipboard()->setText(cells.join(u'\t'));
}

// --- export

void ActivityPage::exportRecords()
{
    auto *dialog = new QFileDialog(this, tr("Export records"));
    dialog->setObjectName(QStringLiteral("activityExportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("A JSON object a line (*.ndjson)"), tr("All files (*)")});
    dialog->setDefaultSuffix(QStringLiteral("ndjson"));
    dialog->selectFile(tr("activity.ndjson"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &file) { m_exporter.start(m_filters->query(), file); });
    dialog->open();
}

void ActivityPage::exportMoved()
{
    m_strip->setTexts(tr("Exporting: %1 records").arg(locale().toString(m_exporter.records())),
                      tr("Leaves no half-written file."));
    m_strip->advance(m_exporter.records(), -1);
}

void ActivityPage::exportEnded(AuditExporter::State state)
{
    m_export->setEnabled(state != AuditExporter::State::Running);
    if (state == AuditExporter::State::Running)
        return exportMoved();
    m_strip->end();
    if (state == AuditExporter::State::Done)
        tell(true, tr("%Ln record(s) exported", nullptr, static_cast<int>(m_exporter.records())),
             QFileInfo(m_exporter.file()).fileName());
    else if (state == AuditExporter::State::Failed)
        tell(false, tr("The export failed."),
             m_exporter.error() ? ErrorTexts::explainAdmin(*m_exporter.error()) : m_exporter.fileError());
}

void ActivityPage::tell(bool good, const QString &text, const QString &detail)
{
    m_banner->setKind(good ? Banner::Kind::Success : Banner::Kind::Error);
    m_banner->setText(text, detail);
    m_banner->show();
}

// --- Page

QString ActivityPage::title() const
{
    return tr("Activity");
}

QList<QAction *> ActivityPage::pageActions() const
{
    return {m_pause, m_export, nullptr, m_copy, m_refresh};
}

QString ActivityPage::status() const
{
    if (m_reader.phase() != Phase::Ready)
        return {};
    const QString shown = tr("%Ln record(s) shown", nullptr, m_records.rowCount());
    if (m_records.isFull())
        return shown + QStringLiteral(" · ") + tr("there are older ones: narrow the filters, or export");
    if (m_reader.error())
        return shown + QStringLiteral(" · ") + tr("no answer");
    if (m_pause->isChecked())
        return shown + QStringLiteral(" · ") + tr("paused");
    if (m_reader.query().until.isValid())
        return shown;
    return shown + QStringLiteral(" · ") + tr("new ones come by themselves");
}

void ActivityPage::activated()
{
    m_active = true;
    if (m_reader.phase() == Phase::Empty || m_reader.phase() == Phase::Failed)
        m_reader.read(m_filters->query());
    follow();
    m_reader.followNow();
}

void ActivityPage::deactivated()
{
    m_active = false;
    follow();
}

void ActivityPage::focusStart()
{
    m_view->setFocus();
}

void ActivityPage::focusSearch()
{
    m_filters->who()->setFocus();
    m_filters->who()->selectAll();
}

void ActivityPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void ActivityPage::retranslate()
{
    setAccessibleName(title());
    m_records.setLocale(locale());
    m_view->setAccessibleName(tr("Records"));
    m_export->setText(tr("E&xport…"));
    m_copy->setText(tr("Cop&y record"));
    m_refresh->setText(tr("&Refresh"));
    showPause();
    showPhase();
    Q_EMIT titleChanged();
}

} // namespace guarita::console
