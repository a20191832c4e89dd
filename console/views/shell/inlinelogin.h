// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/session.h"
#include "console/views/shell/loginfailure.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>

class QPushButton;

namespace guarita::console {

class Banner;
class Environment;
class PasswordField;
class Spinner;

/// When the session has expired: a banner that asks for the password of the same user. Nothing is lost and
/// nothing is in the way meanwhile; the focus stays where it is.
class InlineLogIn final : public QObject
{
    Q_OBJECT

public:
    InlineLogIn(Session &session, Environment &environment, Banner &banner, QObject *parent = nullptr);

    void retranslate();
    void focus();

Q_SIGNALS:
    void done(); // logged in again from here

private:
    void stateChanged(Session::State state);
    void submit();
    void cancel();
    void answered(const Reply<core::Done> &reply);
    void setBusy(bool busy);
    bool hasFocus() const;
    void refresh();

    Session &m_session;
    Environment &m_environment;
    Banner &m_banner;
    Spinner *m_spinner;
    PasswordField *m_password;
    QPushButton *m_submit;
    QPushButton *m_cancel; // while a log-in is under way
    LogInFailure m_failure;
    bool m_busy = false;
    int m_number = 0; // of the last try: the answer to one that was cancelled is dropped
};

} // namespace guarita::console
