// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/adminapi.h"

#include <QtWidgets/QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace guarita::console {

class FieldRow;
class PasswordChoice;
class RolesBox;

/// Adds a user, or gives one another password. What goes wrong stands in it, and it stays open; a password
/// that was made here can still be copied when it is set.
class UserDialog final : public QDialog
{
    Q_OBJECT

public:
    /// Of nobody: a new one.
    UserDialog(AdminApi &api, core::Random &random, std::optional<User> user, QWidget *parent);

Q_SIGNALS:
    void saved(const guarita::console::User &user); // as the service has it

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void submit();
    bool check();
    void answered(const Reply<User> &reply);
    void showFailure(const ApiError &error);
    void setBusy(bool busy);
    void retranslate();

    AdminApi &m_api;
    const std::optional<User> m_user;
    QLabel *m_title;
    QLabel *m_text;
    QLineEdit *m_name;
    FieldRow *m_nameRow = nullptr;
    RolesBox *m_roles;
    PasswordChoice *m_password;
    QLabel *m_error;
    QPushButton *m_cancel;
    QPushButton *m_submit;
    Call m_call;
    QString m_done; // whose password is set; empty: not yet
};

} // namespace guarita::console
