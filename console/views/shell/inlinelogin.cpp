// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/inlinelogin.h"

#include "console/views/shell/environment.h"
#include "console/views/shell/shelltexts.h"
#include "console/widgets/banner.h"
#include "console/widgets/passwordfield.h"
#include "console/widgets/spinner.h"

#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

namespace guarita::console {

namespace {

constexpr int passwordWidth = 220;
constexpr int spinnerSize = 20;

} // namespace

InlineLogIn::InlineLogIn(Session &session, Environment &environment, Banner &banner, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_environment(environment)
    , m_banner(banner)
    , m_spinner(new Spinner(spinnerSize, &banner))
    , m_password(new PasswordField(&banner))
{
    m_spinner->setObjectName(QStringLiteral("inlineSpinner"));
    m_password->setObjectName(QStringLiteral("inlinePassword"));
    m_password->setFixedWidth(passwordWidth);
    m_banner.addWidget(m_spinner);
    m_banner.addWidget(m_password);
    m_submit = m_banner.addButton({}, [this] { submit(); });
    m_submit->setObjectName(QStringLiteral("inlineLogInButton"));
    m_submit->setProperty("kind", QStringLiteral("primary"));
    m_cancel = m_banner.addButton({}, [this] { cancel(); });
    m_cancel->setObjectName(QStringLiteral("inlineCancelButton"));
    m_spinner->hide();
    m_cancel->hide();
    connect(m_password, &PasswordField::changed, this, &InlineLogIn::refresh);
    connect(m_password, &PasswordField::entered, this, &InlineLogIn::submit);
    connect(&m_failure, &LogInFailure::ticked, this, &InlineLogIn::refresh);
    connect(&m_session, &Session::stateChanged, this, &InlineLogIn::stateChanged);
    retranslate();
}

void InlineLogIn::retranslate()
{
    m_submit->setText(tr("&Log in"));
    m_cancel->setText(tr("Cancel"));
    m_spinner->setAccessibleName(tr("Logging in…"));
    m_password->edit()->setPlaceholderText(tr("Password"));
    m_password->edit()->setAccessibleName(tr("Password"));
    refresh();
}

void InlineLogIn::focus()
{
    (m_busy ? static_cast<QWidget *>(m_cancel) : m_password)->setFocus(Qt::ShortcutFocusReason);
}

void InlineLogIn::stateChanged(Session::State state)
{
    if (state == Session::State::Expired) {
        if (!m_banner.isVisible())
            m_failure.clear();
        setBusy(false);
        m_banner.show();
    } else if (state == Session::State::Active || state == Session::State::LoggedOut) {
        m_password->forget();
        m_banner.hide();
        setBusy(false);
    }
}

void InlineLogIn::submit()
{
    if (!m_submit->isEnabled())
        return;
    m_failure.clear();
    setBusy(true);
    QString password = m_password->password();
    m_environment.logIn(m_session.user(), password, m_environment.profile().keepToken,
                        [self = QPointer(this), number = ++m_number](Reply<core::Done> reply) {
                            if (self && number == self->m_number)
                                self->answered(reply);
                        });
    wipe(password);
}

void InlineLogIn::cancel()
{
    ++m_number;
    m_environment.cancelLogIn();
    setBusy(false);
}

void InlineLogIn::answered(const Reply<core::Done> &reply)
{
    if (reply) {
        Q_EMIT done();
        return;
    }
    m_failure.set(reply.error());
    if (m_failure.isWrongPassword())
        m_password->forget();
    setBusy(false);
}

/// The focus goes between the password and the button that ends the waiting, if it is here at all.
void InlineLogIn::setBusy(bool busy)
{
    const bool here = busy != m_busy && hasFocus();
    m_busy = busy;
    if (busy)
        m_cancel->show();
    else
        m_password->setEnabled(true);
    if (here)
        focus();
    m_password->setEnabled(!busy);
    m_cancel->setVisible(busy);
    m_spinner->setVisible(busy);
    refresh();
}

bool InlineLogIn::hasFocus() const
{
    const QWidget *widget = m_banner.window()->focusWidget();
    return m_banner.isVisible() && widget && m_banner.isAncestorOf(widget);
}

void InlineLogIn::refresh()
{
    const std::optional<ApiError> &error = m_failure.error();
    m_submit->setEnabled(!m_busy && !m_failure.waits() && !m_password->edit()->text().isEmpty());
    m_banner.setText(tr("Your session has expired, %1.").arg(m_session.user()),
                     m_busy  ? tr("Logging in…")
                     : error ? ShellTexts::logInError(*error, m_environment.profile())
                             : tr("Log in again to go on. Your changes are kept."));
    m_banner.setKind(error && !m_busy ? Banner::Kind::Error : Banner::Kind::Warning);
}

} // namespace guarita::console
