// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/session.h"

#include <QtCore/QTimer>
#include <QtWidgets/QToolButton>

class QAction;

namespace guarita::console {

/// Who is logged in, and, if that ends by itself, for how long still: "usuario · 14:32". Its menu says with
/// which roles, and logs out.
class SessionChip final : public QToolButton
{
    Q_OBJECT

public:
    explicit SessionChip(Session &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void logInRequested();
    void logOutRequested();
    void otherUserRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    QString textFor(bool active, bool expired) const;
    QString tipFor(bool active, bool expired) const;
    void retranslate();

    Session &m_session;
    QTimer m_tick;
    QAction *m_roles;
    QAction *m_logIn;
    QAction *m_logOut;
    QAction *m_otherUser;
};

} // namespace guarita::console
