// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/user.h"

#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace guarita::console {

class RolesBox;

/// The user who is selected: the roles can be changed here, the rest is asked for by buttons.
class UserInspector final : public QWidget
{
    Q_OBJECT

public:
    explicit UserInspector(QWidget *parent = nullptr);

    /// What was chosen and not saved stays, if it is the same user in the same version.
    void showUser(const User &user, bool isSelf);
    void showNothing();
    const std::optional<User> &user() const { return m_user; }
    Roles roles() const;
    bool isChanged() const; // the roles
    void revert();
    void setReadOnly(bool readOnly);
    void setBusy(bool busy);
    /// What went wrong with it; empty: nothing.
    void setError(const QString &error);

Q_SIGNALS:
    void saveWanted();
    void enableWanted(bool enable);
    void passwordWanted();
    void edited();

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *buildForm();
    void refresh();
    void retranslate();

    QStackedWidget *m_stack;
    QLabel *m_hint;
    QLabel *m_title = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_note = nullptr;
    RolesBox *m_roles = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_revert = nullptr;
    QPushButton *m_password = nullptr;
    QPushButton *m_enable = nullptr;
    std::optional<User> m_user;
    bool m_self = false;
    bool m_readOnly = false;
    bool m_busy = false;
};

} // namespace guarita::console
