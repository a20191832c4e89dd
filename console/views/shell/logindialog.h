// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/session.h"
#include "console/views/shell/loginfailure.h"

#include <QtCore/QTimer>
#include <QtWidgets/QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace guarita::console {

class Environment;
class PasswordField;
class ProfileCombo;
class Settings;
class Spinner;

/// Asks for the service, the user and the password. What goes wrong stands in it, and it stays open.
class LogInDialog final : public QDialog
{
    Q_OBJECT

public:
    LogInDialog(Environment &environment, Session &session, Settings &settings, QWidget *parent = nullptr);

    void ask(); // opens it, empty and with the focus right
    void reject() override;

Q_SIGNALS:
    void manageProfilesRequested();

protected:
    void changeEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void build();
    void profileEntered();
    void submit();
    void answered(const Reply<core::Done> &reply);
    void setBusy(bool busy);
    void refresh();
    void showError(const QString &text);
    void retranslate();

    Environment &m_environment;
    Session &m_session;
    Settings &m_settings;
    QLabel *m_heading;
    QLabel *m_profileLabel;
    ProfileCombo *m_profile;
    QPushButton *m_manage;
    QLabel *m_address;
    QLabel *m_userLabel;
    QLineEdit *m_user;
    QLabel *m_passwordLabel;
    PasswordField *m_password;
    QCheckBox *m_keep;
    QWidget *m_errorRow;
    QLabel *m_errorIcon;
    QLabel *m_error;
    Spinner *m_spinner;
    QLabel *m_progress;
    QPushButton *m_cancel;
    QPushButton *m_submit;
    QTimer m_tick; // while it is open: the keychain may become available
    LogInFailure m_failure;
    bool m_busy = false;
};

} // namespace guarita::console
