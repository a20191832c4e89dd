// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/logindialog.h"

#include "console/core/settings.h"
#include "console/views/shell/environment.h"
#include "console/views/shell/profilecombo.h"
#include "console/views/shell/shelltexts.h"
#include "console/widgets/labels.h"
#include "console/widgets/passwordfield.h"
#include "console/widgets/spinner.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtCore/QPointer>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

namespace {

constexpr int fieldWidth = 400;

} // namespace

LogInDialog::LogInDialog(Environment &environment, Session &session, Settings &settings, QWidget *parent)
    : QDialog(parent)
    , m_environment(environment)
    , m_session(session)
    , m_settings(settings)
    , m_heading(plainLabel(this))
    , m_profileLabel(plainLabel(this))
    , m_profile(new ProfileCombo(settings, this))
    , m_manage(new QPushButton(this))
    , m_address(mutedLabel(this))
    , m_userLabel(plainLabel(this))
    , m_user(new QLineEdit(this))
    , m_passwordLabel(plainLabel(this))
    , m_password(new PasswordField(this))
    , m_keep(new QCheckBox(this))
    , m_errorRow(new QWidget(this))
    , m_errorIcon(plainLabel(m_errorRow))
    , m_error(plainLabel(m_errorRow))
    , m_spinner(new Spinner(20, this))
    , m_progress(mutedLabel(this))
    , m_cancel(new QPushButton(this))
    , m_submit(new QPushButton(this))
{
    setObjectName(QStringLiteral("logInDialog"));
    m_profile->setObjectName(QStringLiteral("logInProfile"));
    m_manage->setObjectName(QStringLiteral("logInManageProfiles"));
    m_user->setObjectName(QStringLiteral("userEdit"));
    m_keep->setObjectName(QStringLiteral("keepCheck"));
    m_error->setObjectName(QStringLiteral("logInError"));
    m_cancel->setObjectName(QStringLiteral("logInCancel"));
    m_submit->setObjectName(QStringLiteral("logInButton"));
    build();
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, &LogInDialog::refresh);
    connect(&m_failure, &LogInFailure::ticked, this, &LogInDialog::refresh);
    connect(m_profile, &ProfileCombo::chosen, &m_environment, &Environment::use);
    connect(m_manage, &QPushButton::clicked, this, &LogInDialog::manageProfilesRequested);
    connect(m_user, &QLineEdit::textChanged, this, &LogInDialog::refresh);
    connect(m_password, &PasswordField::changed, this, &LogInDialog::refresh);
    connect(m_cancel, &QPushButton::clicked, this, &LogInDialog::reject);
    connect(m_submit, &QPushButton::clicked, this, &LogInDialog::submit);
    connect(&m_environment, &Environment::entered, this, &LogInDialog::profileEntered);
    connect(&m_environment, &Environment::changed, this, &LogInDialog::profileEntered);
    connect(&m_session, &Session::stateChanged, this, [this](Session::State state) {
        if ((state == Session::State::Active || state == Session::State::Renewing) && !m_busy)
            accept(); // with the kept token of a profile that was chosen here
    });
    retranslate();
}

void LogInDialog::build()
{
    auto *icon = plainLabel(this);
    icon->setPixmap(theme::pixmap(theme::Icon::Application, 40, theme::Tone::Text, devicePixelRatioF()));
    m_heading->setFont(theme::titleFont());
    auto *top = new QHBoxLayout;
    top->setSpacing(theme::spacing + 4);
    top->addWidget(icon);
    top->addWidget(m_heading, 1);

    m_manage->setAutoDefault(false);
    auto *profileRow = new QHBoxLayout;
    profileRow->setSpacing(theme::spacing);
    profileRow->addWidget(m_profile, 1);
    profileRow->addWidget(m_manage);

    m_error->setWordWrap(true);
    m_error->setProperty("tone", QStringLiteral("bad"));
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *errorLayout = new QHBoxLayout(m_errorRow);
    errorLayout->setContentsMargins(0, theme::spacing / 2, 0, 0);
    errorLayout->setSpacing(theme::spacing);
    errorLayout->addWidget(m_errorIcon, 0, Qt::AlignTop);
    errorLayout->addWidget(m_error, 1);

    m_cancel->setAutoDefault(false);
    m_submit->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::spacing);
    buttons->addWidget(m_spinner);
    buttons->addWidget(m_progress, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_submit);

    m_profileLabel->setBuddy(m_profile);
    m_userLabel->setBuddy(m_user);
    m_passwordLabel->setBuddy(m_password->edit());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::margin * 3 / 2, theme::margin * 3 / 2, theme::margin * 3 / 2,
                               theme::margin);
    column->setSpacing(theme::spacing / 2);
    column->addLayout(top);
    column->addSpacing(theme::margin);
    column->addWidget(m_profileLabel);
    column->addLayout(profileRow);
    column->addWidget(m_address);
    column->addSpacing(theme::spacing);
    column->addWidget(m_userLabel);
    column->addWidget(m_user);
    column->addSpacing(theme::spacing);
    column->addWidget(m_passwordLabel);
    column->addWidget(m_password);
    column->addSpacing(theme::spacing / 2);
    column->addWidget(m_keep);
    column->addWidget(m_errorRow);
    column->addStretch(1);
    column->addSpacing(theme::margin);
    column->addLayout(buttons);
    column->setSizeConstraint(QLayout::SetFixedSize); // as large as its texts need, also when an error comes
    m_user->setMinimumWidth(fieldWidth);
}

void LogInDialog::ask()
{
    if (isVisible())
        return;
    m_failure.clear();
    m_password->forget();
    setBusy(false);
    profileEntered();
    m_tick.start();
    open();
    if (m_user->text().isEmpty())
        m_user->setFocus();
    else
        m_password->setFocus();
}

void LogInDialog::reject()
{
    if (m_busy) { // the first Esc is for what is under way
        m_environment.cancelLogIn();
        setBusy(false);
        m_password->setFocus();
        return;
    }
    QDialog::reject();
}

void LogInDialog::hideEvent(QHideEvent *event)
{
    QDialog::hideEvent(event);
    m_tick.stop();
    m_password->forget();
}

void LogInDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        refresh();
}

void LogInDialog::profileEntered()
{
    const Profile &profile = m_environment.profile();
    m_profile->setCurrentProfile(profile.name);
    m_failure.clear();
    if (!m_busy) {
        m_user->setText(profile.user);
        m_keep->setChecked(profile.keepToken);
    }
    refresh();
}

void LogInDialog::submit()
{
    if (!m_submit->isEnabled())
        return;
    m_failure.clear();
    setBusy(true);
    QString password = m_password->password();
    m_environment.logIn(m_user->text().trimmed(), password, m_keep->isChecked() && !m_keep->isHidden(),
                        [self = QPointer(this)](Reply<core::Done> reply) {
                            if (self)
                                self->answered(reply);
                        });
    wipe(password);
}

void LogInDialog::answered(const Reply<core::Done> &reply)
{
    if (!m_busy)
        return; // cancelled
    setBusy(false);
    if (reply) {
        accept();
        return;
    }
    m_failure.set(reply.error());
    if (m_failure.isWrongPassword())
        m_password->forget(); // it is of no use; after an outage it still is
    refresh();
    m_password->setFocus();
}

void LogInDialog::setBusy(bool busy)
{
    m_busy = busy;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_profile, m_manage, m_user, m_password, m_keep})
        widget->setEnabled(!busy);
    m_spinner->setVisible(busy);
    refresh();
    if (busy)
        m_cancel->setFocus();
}

void LogInDialog::refresh()
{
    const Profile &profile = m_environment.profile();
    m_address->setText(profile.readOnly ? tr("%1 · read-only").arg(profile.url.toDisplayString())
                                        : profile.url.toDisplayString());
    m_keep->setVisible(m_environment.canKeepToken());
    m_progress->setText(m_busy                       ? tr("Logging in…")
                        : m_environment.isResuming() ? tr("Looking in the keychain…")
                                                     : QString());
    if (!m_environment.fault().isEmpty())
        showError(m_environment.fault());
    else
        showError(m_failure.error() && !m_busy ? ShellTexts::logInError(*m_failure.error(), profile)
                                               : QString());
    m_submit->setEnabled(!m_busy && !m_failure.waits() && !m_user->text().trimmed().isEmpty() &&
                         !m_password->edit()->text().isEmpty());
    theme::setProperty(m_password->edit(), "invalid", m_failure.isWrongPassword());
}

void LogInDialog::showError(const QString &text)
{
    m_errorIcon->setPixmap(theme::pixmap(theme::Icon::Error, 18, theme::Tone::Bad, devicePixelRatioF()));
    m_errorRow->setVisible(!text.isEmpty());
    if (m_error->text() == text)
        return;
    m_error->setText(text);
    m_password->edit()->setAccessibleDescription(text);
}

void LogInDialog::retranslate()
{
    setWindowTitle(tr("Log in"));
    m_heading->setText(tr("Log in to Guarita"));
    m_profileLabel->setText(tr("P&rofile"));
    m_manage->setText(tr("&Manage…"));
    m_manage->setAccessibleName(tr("Manage profiles"));
    m_userLabel->setText(tr("&User"));
    m_user->setAccessibleName(tr("User"));
    m_passwordLabel->setText(tr("&Password"));
    m_password->edit()->setAccessibleName(tr("Password"));
    m_keep->setText(tr("&Keep me logged in (system keychain)"));
    m_cancel->setText(tr("Cancel"));
    m_submit->setText(tr("&Log in"));
    m_spinner->setAccessibleName(tr("Logging in…"));
    refresh();
}

} // namespace guarita::console
