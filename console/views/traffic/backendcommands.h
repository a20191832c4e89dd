// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic/changeguard.h"
#include "console/views/traffic/changedialog.h"
#include "console/widgets/theme.h"

class QAction;

namespace guarita::console {

class Banner;

/// What can be done to backends, as actions: with the selected one, and adding one. Who may see the backends
/// may steer them; a profile that is read-only and a balancer that takes no changes disable all of it.
class BackendCommands final : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    struct Parts
    {
        TrafficMonitor &monitor;
        BalancerApi &api;
        ChangeGuard &guard;
        Banner &banner; // for what went wrong, and for what was removed
    };

    /// Dialogs are of `page`'s window; actions are `page`'s.
    BackendCommands(const Parts &parts, QWidget *page);

    QList<QAction *> actions() const { return {m_drain, m_maintain, m_enable, m_weigh, m_add, m_remove}; }
    QList<QAction *> menuActions() const { return {m_drain, m_maintain, m_enable, m_weigh, m_remove}; }
    QAction *removeAction() const { return m_remove; }
    void setReadOnly(bool readOnly);     // the profile's
    void setSelected(const QString &id); // empty: none, or more than one
    void showStates();
    bool canAdd() const;
    void add();
    void retranslate();

private:
    QAction *newAction(const char *name, theme::Icon icon, const QKeySequence &key, QWidget *page);
    void ask(ChangeDialog::Kind kind);
    void enable();
    void enabled(const Backend &before, const Reply<Backend> &reply);
    void showOthersChange(const Backend &now);
    void removed(const Backend &backend);
    void openAddDialog(const std::optional<NewBackend> &backend);
    void tell(bool good, const QString &text, const QString &detail);

    Parts m_parts;
    QWidget *m_page;
    QAction *m_drain;
    QAction *m_maintain;
    QAction *m_enable;
    QAction *m_weigh;
    QAction *m_add;
    QAction *m_remove;
    QString m_selected;
    bool m_readOnly = false;
    Call m_call;
};

} // namespace guarita::console
