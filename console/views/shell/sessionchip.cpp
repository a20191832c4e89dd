// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/sessionchip.h"

#include "console/views/shell/shelltexts.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QMenu>

namespace guarita::console {

namespace {

constexpr std::chrono::seconds soon{120};

} // namespace

SessionChip::SessionChip(Session &session, QWidget *parent)
    : QToolButton(parent)
    , m_session(session)
{
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(this);
    m_logIn = menu->addAction(theme::icon(theme::Icon::Key), {}, this, &SessionChip::logInRequested);
    m_logOut = menu->addAction(theme::icon(theme::Icon::LogOut), {}, this, &SessionChip::logOutRequested);
    m_otherUser = menu->addAction(theme::icon(theme::Icon::User), {}, this, &SessionChip::otherUserRequested);
    m_logIn->setObjectName(QStringLiteral("chipLogIn"));
    m_logOut->setObjectName(QStringLiteral("chipLogOut"));
    m_otherUser->setObjectName(QStringLiteral("chipOtherUser"));
    setMenu(menu);
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, &SessionChip::refresh);
    connect(&m_session, &Session::stateChanged, this, &SessionChip::refresh);
    retranslate();
}

void SessionChip::changeEvent(QEvent *event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void SessionChip::retranslate()
{
    m_logIn->setText(tr("Log &in…"));
    m_logOut->setText(tr("Log &out"));
    m_otherUser->setText(tr("Log in as &another user…"));
    refresh();
}

void SessionChip::refresh()
{
    const Session::State state = m_session.state();
    // A log-in that is under way changes nothing yet; who was logged in before it still has a name.
    const bool loggingIn = state == Session::State::LoggingIn;
    const bool hasTime = m_session.timeLeft() > std::chrono::seconds::zero();
    const bool active = state == Session::State::Active || (loggingIn && hasTime);
    const bool expired =
        state == Session::State::Expired || (loggingIn && !hasTime && !m_session.user().isEmpty());
    if (active && !m_tick.isActive())
        m_tick.start();
    else if (!active)
        m_tick.stop();
    const std::chrono::seconds left = m_session.timeLeft();
    const bool urgent = expired || (active && left < soon);
    setIcon(urgent ? theme::icon(theme::Icon::Warning, theme::Tone::Warning)
                   : theme::icon(theme::Icon::User, theme::Tone::TextMuted));
    if (active)
        setText(tr("%1 · %2").arg(m_session.user(), ShellTexts::duration(left)));
    else if (expired)
        setText(tr("%1 · expired").arg(m_session.user()));
    else
        setText(tr("Not logged in"));
    setToolTip(
        active
            ? tr("Logged in as %1; the session ends in %2.").arg(m_session.user(), ShellTexts::duration(left))
            : text());
    setAccessibleName(toolTip());
    m_logIn->setVisible(!active && !loggingIn);
    m_logOut->setVisible(active || expired);
    m_otherUser->setVisible(active || expired);
}

} // namespace guarita::console
