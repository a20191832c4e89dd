// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/inlinelogin.h"

#include "console/views/shell/environment.h"
#include "console/views/shell/passwordfield.h"
#include "console/views/shell/shelltexts.h"
#include "console/widgets/banner.h"

#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

namespace guarita::console {

namespace {

constexpr int passwordWidth = 220;

} // namespace

InlineLogIn::InlineLogIn(Session &session, Environment &environment, Banner &banner, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_environment(environment)
    , m_banner(banner)
    , m_password(new PasswordField(&banner))
{
    m_password->setObjectName(QStringLiteral("inlinePassword"));
    m_password->setFixedWidth(passwordWidth);
    m_banner.setKind(Banner::Kind::Warning);
    m_banner.addWidget(m_password);
    m_submit = m_banner.addButton({}, [this] { submit(); });
    m_submit->setObjectName(QStringLiteral("inlineLogInButton"));
    m_submit->setProperty("kind", QStringLiteral("primary"));
    connect(m_password, &PasswordField::changed, this, [this] { setBusy(false); });
    connect(m_password, &PasswordField::entered, this, &InlineLogIn::submit);
    connect(&m_session, &Session::stateChanged, this, &InlineLogIn::stateChanged);
    retranslate();
    setBusy(false);
}

void InlineLogIn::retranslate()
{
    m_submit->setText(tr("&Log in"));
    m_password->edit()->setPlaceholderText(tr("Password"));
    say(m_error ? ShellTexts::logInError(*m_error, m_environment.profile()) : QString());
}

void InlineLogIn::focus()
{
    m_password->setFocus(Qt::ShortcutFocusReason);
}

void InlineLogIn::stateChanged(Session::State state)
{
    if (state == Session::State::Expired && !m_banner.isVisible()) {
        m_error.reset();
        retranslate();
        setBusy(false);
        m_banner.show();
    } else if (state == Session::State::Active || state == Session::State::LoggedOut) {
        m_password->forget();
        m_banner.hide();
    }
}

void InlineLogIn::submit()
{
    if (!m_submit->isEnabled())
        return;
    m_error.reset();
    say({});
    setBusy(true);
    QString password = m_password->password();
    m_environment.logIn(m_session.user(), password, m_environment.profile().keepToken,
                        [self = QPointer(this)](Reply<core::Done> reply) {
                            if (self)
                                self->answered(reply);
                        });
    wipe(password);
}

void InlineLogIn::answered(const Reply<core::Done> &reply)
{
    if (reply) {
        Q_EMIT done();
        return;
    }
    m_error = reply.error();
    if (m_error->kind == ApiError::Kind::Unauthorized)
        m_password->forget();
    setBusy(false);
    retranslate();
    focus();
}

void InlineLogIn::setBusy(bool busy)
{
    m_password->setEnabled(!busy);
    m_submit->setEnabled(!busy && !m_password->edit()->text().isEmpty());
}

void InlineLogIn::say(const QString &error)
{
    m_banner.setText(tr("Your session has expired, %1.").arg(m_session.user()),
                     error.isEmpty() ? tr("Log in again to go on. Your changes are kept.") : error);
    m_banner.setKind(error.isEmpty() ? Banner::Kind::Warning : Banner::Kind::Error);
}

} // namespace guarita::console
