// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done on the users' page; userspage.cpp has what it shows.
#include "console/views/users/userspage.h"

#include "console/views/errortexts.h"
#include "console/views/users/userdialog.h"
#include "console/views/users/userinspector.h"
#include "console/widgets/banner.h"

#include <QtGui/QAction>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>

namespace guarita::console {

QAction *UsersPage::newAction(const char *name, theme::Icon icon, const QKeySequence &key,
                              void (UsersPage::*slot)())
{
    auto *action = new QAction(theme::icon(icon), {}, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

void UsersPage::buildActions()
{
    using theme::Icon;
    m_add = newAction("addUserAction", Icon::Add, QKeySequence::New, &UsersPage::addUser);
    m_save = newAction("saveRolesAction", Icon::Save, QKeySequence::Save, &UsersPage::saveRoles);
    m_password = newAction("resetPasswordAction", Icon::Key, {}, &UsersPage::resetPassword);
    m_toggle = newAction("toggleUserAction", Icon::Lock, {}, &UsersPage::toggleUser);
    m_refresh = newAction("refreshUsersAction", Icon::Refresh, QKeySequence::Refresh, &UsersPage::refresh);
    m_add->setPriority(QAction::HighPriority);
    m_refresh->setPriority(QAction::LowPriority);
    m_refresh->setProperty(menuProperty, QStringLiteral("view"));
}

void UsersPage::showActions()
{
    const std::optional<User> &user = m_inspector->user();
    const bool changeable = user && !user->demo && !m_readOnly;
    m_add->setEnabled(!m_readOnly);
    m_save->setEnabled(changeable && m_inspector->isChanged());
    m_password->setEnabled(changeable);
    m_toggle->setEnabled(changeable);
    m_toggle->setText(user && !user->enabled ? tr("&Enable") : tr("&Disable…"));
}

void UsersPage::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    m_inspector->setReadOnly(readOnly);
    showActions();
}

void UsersPage::refresh()
{
    m_users.reload();
}

void UsersPage::addUser()
{
    openDialog({});
}

void UsersPage::resetPassword()
{
    if (m_inspector->user())
        openDialog(m_inspector->user());
}

void UsersPage::openDialog(const std::optional<User> &user)
{
    auto *dialog = new UserDialog(m_api, m_random, user, window());
    connect(dialog, &UserDialog::saved, this, [this](const User &saved) {
        m_users.put(saved);
        showPhase();
        selectUser(saved.name);
    });
    connect(&m_context.session, &Session::stateChanged, dialog, [dialog](Session::State state) {
        if (state == Session::State::LoggedOut)
            dialog->reject();
    });
    dialog->open();
}

void UsersPage::saveRoles()
{
    const std::optional<User> user = m_inspector->user();
    if (!user || !m_inspector->isChanged())
        return;
    UserChange wanted;
    wanted.roles = m_inspector->roles();
    const bool losesAdmin = user->roles.testFlag(Role::Admin) && !wanted.roles->testFlag(Role::Admin);
    const auto go = [this, user = *user, wanted] { change(user, wanted); };
    if (losesAdmin && user->name == m_user)
        ask(tr("Take the administrator's role from yourself?"),
            tr("Only another administrator can give it back to you."), tr("&Take it"), go);
    else
        go();
}

void UsersPage::toggleUser()
{
    if (m_inspector->user())
        setEnabledTo(!m_inspector->user()->enabled);
}

void UsersPage::setEnabledTo(bool enable)
{
    const std::optional<User> user = m_inspector->user();
    if (!user)
        return;
    UserChange wanted;
    wanted.enabled = enable;
    const auto go = [this, user = *user, wanted] { change(user, wanted); };
    if (enable)
        go();
    else if (user->name == m_user)
        ask(tr("Disable yourself?"),
            tr("You are logged out at once, and cannot log in until another administrator enables you "
               "again."),
            tr("&Disable me"), go);
    else
        ask(tr("Disable %1?").arg(user->name),
            tr("All sessions of %1 end at once, and there can be no new one until you enable %1 again.")
                .arg(user->name),
            tr("&Disable"), go);
}

void UsersPage::ask(const QString &question, const QString &text, const QString &yes,
                    std::function<void()> then)
{
    auto *box = new QMessageBox(window());
    box->setObjectName(QStringLiteral("userQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setText(question);
    box->setInformativeText(text);
    QPushButton *accept = box->addButton(yes, QMessageBox::DestructiveRole);
    accept->setObjectName(QStringLiteral("userQuestionYes"));
    theme::setProperty(accept, "kind", QStringLiteral("danger"));
    QPushButton *cancel = box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    box->setDefaultButton(cancel);
    connect(accept, &QPushButton::clicked, this, then);
    box->open();
}

void UsersPage::change(const User &user, const UserChange &change)
{
    m_banner->hide();
    m_inspector->setError({});
    m_inspector->setBusy(true);
    m_call = m_api.changeUser(user.name, user.version, change,
                              [this, name = user.name](const Reply<User> &reply) { answered(name, reply); });
}

void UsersPage::answered(const QString &name, const Reply<User> &reply)
{
    m_inspector->setBusy(false);
    if (reply) {
        m_users.put(reply.value());
        selectionMoved();
        if (name == m_user)
            m_context.session.updateRoles();
        return;
    }
    const ApiError &error = reply.error();
    const bool others = error.kind == ApiError::Kind::Conflict;
    if (error.reason == "ultimo_admin" || error.kind == ApiError::Kind::Invalid) {
        m_inspector->setError(error.fields.empty() ? error.detail : error.fields.front().message);
        return;
    }
    m_banner->setKind(others ? Banner::Kind::Warning : Banner::Kind::Error);
    m_banner->setText(
        others ? tr("Somebody else changed %1 in the meantime.").arg(name) : tr("That did not work."),
        others ? tr("You see it as it is now; what you wanted was not done.") : ErrorTexts::explain(error));
    m_banner->show();
    if (others || error.outcomeUnknown())
        m_call = m_api.findUser(name, [this](const Reply<User> &found) {
            if (found)
                m_users.put(found.value());
        });
}

} // namespace guarita::console
