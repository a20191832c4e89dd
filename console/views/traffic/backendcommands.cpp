// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/backendcommands.h"

#include "console/models/traffic/wording.h"
#include "console/views/errortexts.h"
#include "console/views/traffic/addbackenddialog.h"
#include "console/widgets/banner.h"
#include "console/widgets/theme.h"

#include <QtGui/QAction>
#include <QtWidgets/QPushButton>

#include <algorithm>

namespace guarita::console {

using theme::Icon;

BackendCommands::BackendCommands(const Parts &parts, QWidget *page)
    : QObject(page)
    , m_parts(parts)
    , m_page(page)
    , m_drain(newAction("drainBackendAction", Icon::Down, QKeySequence(Qt::CTRL | Qt::Key_D), page))
    , m_maintain(newAction("maintainBackendAction", Icon::Settings, QKeySequence(Qt::CTRL | Qt::Key_M), page))
    , m_enable(newAction("enableBackendAction", Icon::Up, QKeySequence(Qt::CTRL | Qt::Key_E), page))
    , m_weigh(newAction("weighBackendAction", Icon::Edit, Qt::Key_F2, page))
    , m_add(newAction("addBackendAction", Icon::Add, QKeySequence::New, page))
    , m_remove(newAction("removeBackendAction", Icon::Delete, QKeySequence::Delete, page))
{
    m_drain->setPriority(QAction::HighPriority);
    m_enable->setPriority(QAction::HighPriority);
    m_remove->setShortcutContext(Qt::WidgetShortcut); // of the table alone
    page->removeAction(m_remove);
    connect(m_drain, &QAction::triggered, this, [this] { ask(ChangeDialog::Kind::Drain); });
    connect(m_maintain, &QAction::triggered, this, [this] { ask(ChangeDialog::Kind::Maintain); });
    connect(m_weigh, &QAction::triggered, this, [this] { ask(ChangeDialog::Kind::Weigh); });
    connect(m_remove, &QAction::triggered, this, [this] { ask(ChangeDialog::Kind::Remove); });
    connect(m_enable, &QAction::triggered, this, &BackendCommands::enable);
    connect(m_add, &QAction::triggered, this, &BackendCommands::add);
    connect(&parts.monitor, &TrafficMonitor::collected, this, &BackendCommands::showStates);
    connect(&parts.monitor, &TrafficMonitor::shown, this, &BackendCommands::showStates);
    connect(&parts.monitor, &TrafficMonitor::phaseChanged, this, [this] {
        if (m_parts.monitor.phase() == TrafficMonitor::Phase::LoggedOut) {
            m_call.reset();
            m_parts.banner.hide();
        }
        showStates();
    });
    showStates();
}

QAction *BackendCommands::newAction(const char *name, Icon icon, const QKeySequence &key, QWidget *page)
{
    auto *action = new QAction(theme::icon(icon), {}, page);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    page->addAction(action);
    return action;
}

void BackendCommands::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    showStates();
}

void BackendCommands::setSelected(const QString &id)
{
    m_selected = id;
    showStates();
}

bool BackendCommands::canAdd() const
{
    using Phase = TrafficMonitor::Phase;
    const Phase phase = m_parts.monitor.phase();
    const BalancerReport &report = m_parts.monitor.latest();
    const bool steerable = !report.clusters.empty() ||
                           std::any_of(report.backends.begin(), report.backends.end(),
                                       [](const Backend &backend) { return backend.version.has_value(); });
    return !m_readOnly && steerable && (phase == Phase::Showing || phase == Phase::Empty);
}

void BackendCommands::showStates()
{
    const Backend *backend = m_parts.monitor.find(m_selected);
    const bool steerable = backend && backend->version && !m_readOnly;
    const AdminState state = backend ? adminStateOf(*backend) : AdminState::Ready;
    m_drain->setEnabled(steerable && state != AdminState::Drain);
    m_maintain->setEnabled(steerable && state != AdminState::Maint);
    m_enable->setEnabled(steerable && state != AdminState::Ready);
    m_weigh->setEnabled(steerable);
    m_remove->setEnabled(steerable);
    m_add->setEnabled(canAdd());
}

void BackendCommands::ask(ChangeDialog::Kind kind)
{
    const Backend *backend = m_parts.monitor.find(m_selected);
    if (!backend)
        return;
    m_parts.banner.hide();
    auto *dialog = new ChangeDialog(kind, *backend, m_parts.monitor, m_parts.api, m_page->window());
    connect(dialog, &ChangeDialog::done, this, [this](const DoneChange &change, bool watched) {
        m_parts.monitor.put(change.after);
        if (watched)
            m_parts.guard.watch(change);
        else
            m_parts.guard.offer(change);
    });
    connect(dialog, &ChangeDialog::removed, this, &BackendCommands::removed);
    dialog->open();
}

/// Gives clients more, not less: nothing is asked.
void BackendCommands::enable()
{
    const Backend *backend = m_parts.monitor.find(m_selected);
    if (!backend)
        return;
    m_parts.banner.hide();
    m_call = m_parts.api.change(
        backend->id, backend->version.value_or(0), {.state = AdminState::Ready},
        [this, before = *backend](const Reply<Backend> &reply) { enabled(before, reply); });
}

void BackendCommands::enabled(const Backend &before, const Reply<Backend> &reply)
{
    if (reply) {
        m_parts.monitor.put(reply.value());
        m_parts.guard.offer(
            {.change = {.state = AdminState::Ready}, .before = before, .after = reply.value()});
    } else if (reply.error().kind == ApiError::Kind::Conflict) {
        m_call = m_parts.api.findBackend(before.id, [this](const Reply<Backend> &found) {
            if (found)
                showOthersChange(found.value());
            else
                tell(false, tr("That did not work."), ErrorTexts::explainAdmin(found.error()));
        });
    } else {
        tell(false, tr("That did not work."), ErrorTexts::explainAdmin(reply.error()));
    }
}

void BackendCommands::showOthersChange(const Backend &now)
{
    m_parts.monitor.put(now);
    tell(false, tr("Somebody else changed %1 in the meantime.").arg(now.id),
         tr("It is now: %1, weight %2.")
             .arg(Wording::state(now), Wording::count(now.weight, m_page->locale())));
    m_parts.banner.setKind(Banner::Kind::Warning);
    QPushButton *again = m_parts.banner.addButton(tr("&Try again"), [this] { enable(); });
    again->setObjectName(QStringLiteral("enableAgain"));
}

void BackendCommands::removed(const Backend &backend)
{
    tell(true, tr("%1 was removed.").arg(backend.id), {});
    const NewBackend again{backend.url, backend.weight, backend.cluster};
    QPushButton *button =
        m_parts.banner.addButton(tr("Add it &again…"), [this, again] { openAddDialog(again); });
    button->setObjectName(QStringLiteral("addBackendAgain"));
}

void BackendCommands::add()
{
    openAddDialog({});
}

void BackendCommands::openAddDialog(const std::optional<NewBackend> &backend)
{
    QStringList clusters;
    for (const Cluster &cluster : m_parts.monitor.latest().clusters)
        clusters << cluster.name;
    m_parts.banner.hide();
    auto *dialog = new AddBackendDialog(m_parts.api, clusters, m_page->window());
    if (backend)
        dialog->setBackend(*backend);
    dialog->open();
}

void BackendCommands::tell(bool good, const QString &text, const QString &detail)
{
    m_parts.banner.clearButtons();
    m_parts.banner.setKind(good ? Banner::Kind::Success : Banner::Kind::Error);
    m_parts.banner.setText(text, detail);
    m_parts.banner.show();
}

void BackendCommands::retranslate()
{
    m_drain->setText(tr("&Drain…"));
    m_drain->setToolTip(tr("Give it no new requests; those in flight are finished"));
    m_maintain->setText(tr("&Maintenance…"));
    m_maintain->setToolTip(tr("Give it no new requests, and do not check it"));
    m_enable->setText(tr("&Enable"));
    m_enable->setToolTip(tr("Give it requests again"));
    m_weigh->setText(tr("&Weight…"));
    m_weigh->setToolTip(tr("How many requests it gets beside the others"));
    m_add->setText(tr("&Add backend…"));
    m_remove->setText(tr("&Remove…"));
}

} // namespace guarita::console
