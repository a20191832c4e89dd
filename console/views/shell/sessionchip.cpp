// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/sessionchip.h"

#include "console/core/roletexts.h"
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
    m_roles = menu->addAction(QString());
    m_roles->setObjectName(QStringLiteral("chipRoles"));
    m_roles->setEnabled(false);
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
    connect(&m_session, &Session::rightsChanged, this, &SessionChip::refresh);
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
    using State = Session::State;
    const State state = m_session.state();
    // A log-in that is under way changes nothing yet; who was logged in before it still has a name.
    const bool loggingIn = state == State::LoggingIn;
    const bool hasTime = m_session.timeLeft() > std::chrono::seconds::zero();
    const bool active = state == State::Active || (loggingIn && hasTime);
    const bool renewing = state == State::Renewing;
    const bool expired = state == State::Expired || (loggingIn && !hasTime && !m_session.user().isEmpty());
    const bool ends = active && !m_session.renewsItself();
    if (ends != m_tick.isActive())
        ends ? m_tick.start() : m_tick.stop();
    const bool urgent = expired || (ends && m_session.timeLeft() < soon);
    setIcon(urgent ? theme::icon(theme::Icon::Warning, theme::Tone::Warning)
                   : theme::icon(theme::Icon::User, theme::Tone::TextMuted));
    setText(textFor(active, expired));
    setToolTip(tipFor(active, expired));
    setAccessibleName(toolTip());
    const std::optional<Roles> roles = m_session.roles();
    m_roles->setVisible((active || renewing) && roles);
    m_roles->setText(roles ? RoleTexts::list(*roles) : QString());
    m_logIn->setVisible(!active && !renewing && !loggingIn);
    m_logOut->setVisible(active || renewing || expired);
    m_otherUser->setVisible(active || renewing || expired);
}

QString SessionChip::textFor(bool active, bool expired) const
{
    if (expired)
        return tr("%1 · expired").arg(m_session.user());
    if (active && !m_session.renewsItself())
        return tr("%1 · %2").arg(m_session.user(), ShellTexts::duration(m_session.timeLeft()));
    if (active || m_session.state() == Session::State::Renewing)
        return m_session.user();
    return tr("Not logged in");
}

QString SessionChip::tipFor(bool active, bool expired) const
{
    if (m_session.state() == Session::State::Renewing)
        return tr("The session of %1 is being renewed; what you do waits for that.").arg(m_session.user());
    if (!active || expired)
        return textFor(active, expired);
    if (m_session.renewsItself())
        return tr("Logged in as %1, until you log out.").arg(m_session.user());
    return tr("Logged in as %1; the session ends in %2.")
        .arg(m_session.user(), ShellTexts::duration(m_session.timeLeft()));
}

} // namespace guarita::console
