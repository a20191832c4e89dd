// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/session.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>

class QPushButton;

namespace guarita::console {

class Banner;
class Environment;
class PasswordField;

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
    void answered(const Reply<core::Done> &reply);
    void setBusy(bool busy);
    void say(const QString &error);

    Session &m_session;
    Environment &m_environment;
    Banner &m_banner;
    PasswordField *m_password;
    QPushButton *m_submit;
    std::optional<ApiError> m_error;
};

} // namespace guarita::console
