// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/users/userdialog.h"

#include "console/views/errortexts.h"
#include "console/views/users/passwordchoice.h"
#include "console/views/users/rolesbox.h"
#include "console/widgets/fieldrow.h"
#include "console/widgets/labels.h"
#include "console/widgets/panes.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

namespace guarita::console {

UserDialog::UserDialog(AdminApi &api, core::Random &random, std::optional<User> user, QWidget *parent)
    : QDialog(parent)
    , m_api(api)
    , m_user(std::move(user))
    , m_title(plainLabel(this))
    , m_text(mutedLabel(this))
    , m_name(new QLineEdit(this))
    , m_roles(new RolesBox(this))
    , m_password(new PasswordChoice(random, this))
    , m_error(plainLabel(this))
    , m_cancel(new QPushButton(this))
    , m_submit(new QPushButton(this))
{
    setObjectName(QStringLiteral("userDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAttribute(Qt::WA_WindowPropagation); // the page's locale
    m_name->setObjectName(QStringLiteral("newUserName"));
    m_nameRow = new FieldRow(m_name, this);
    m_error->setObjectName(QStringLiteral("userDialogError"));
    m_cancel->setObjectName(QStringLiteral("userDialogCancel"));
    m_submit->setObjectName(QStringLiteral("userDialogSubmit"));
    build();
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_submit, &QPushButton::clicked, this, &UserDialog::submit);
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameRow->setError({}); });
    connect(m_roles, &RolesBox::changed, this, [this] { m_roles->setError({}); });
    connect(this, &QDialog::finished, m_password, &PasswordChoice::forget);
    retranslate();
}

void UserDialog::build()
{
    m_title->setFont(theme::titleFont());
    m_text->setWordWrap(true);
    m_name->setMaxLength(mostNameLength);
    m_name->setInputMethodHints(Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    m_roles->setRoles(Role::Reader);
    m_nameRow->setVisible(!m_user);
    m_roles->setVisible(!m_user);
    m_error->setWordWrap(true);
    m_error->setProperty("tone", QStringLiteral("bad"));
    m_error->hide();
    layOut(this, {m_title, m_text, m_nameRow, m_roles, m_password, m_error}, m_cancel, m_submit);
}

bool UserDialog::check()
{
    if (m_user)
        return m_password->check();
    const bool named = isUserName(m_name->text());
    m_nameRow->setError(
        named ? QString() : tr("A name is of a–z, 0–9 and . _ - @, and begins with a letter or a digit."));
    if (!named) {
        m_name->setFocus();
        return false;
    }
    return m_password->check();
}

void UserDialog::submit()
{
    if (!m_done.isEmpty())
        return accept();
    m_error->hide();
    if (!check())
        return;
    setBusy(true);
    const auto done = [this](const Reply<User> &reply) { answered(reply); };
    UserChange change;
    change.password = m_password->password();
    m_call = m_user ? m_api.changeUser(m_user->name, m_user->version, change, done)
                    : m_api.createUser({m_name->text(), m_password->password(), m_roles->roles()}, done);
}

void UserDialog::answered(const Reply<User> &reply)
{
    setBusy(false);
    if (!reply)
        return showFailure(reply.error());
    m_done = reply.value().name;
    Q_EMIT saved(reply.value());
    if (!m_password->isMade())
        return accept();
    m_nameRow->hide();
    m_roles->hide();
    m_cancel->hide();
    m_password->showResult();
    retranslate();
}

void UserDialog::showFailure(const ApiError &error)
{
    bool placed = false;
    for (const FieldMessage &field : error.fields) {
        placed = true;
        if (field.field == u"nome")
            m_nameRow->setError(field.message);
        else if (field.field == u"papeis")
            m_roles->setError(field.message);
        else if (field.field == u"senha" && !m_password->isMade())
            m_password->setError(field.message);
        else
            placed = false;
    }
    if (error.reason == "nome_em_uso") {
        m_nameRow->setError(error.detail);
        placed = true;
    }
    m_error->setText(ErrorTexts::explain(error));
    m_error->setVisible(!placed);
    if (m_nameRow->hasError())
        m_name->setFocus();
}

void UserDialog::setBusy(bool busy)
{
    for (QWidget *widget : std::initializer_list<QWidget *>{m_nameRow, m_roles, m_password, m_submit})
        widget->setEnabled(!busy);
}

void UserDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void UserDialog::retranslate()
{
    setWindowTitle(m_user ? tr("Reset password") : tr("Add user"));
    m_nameRow->setLabel(tr("Name"));
    m_cancel->setText(tr("Cancel"));
    if (!m_done.isEmpty()) {
        m_title->setText(m_user ? tr("The password of %1 is set").arg(m_done)
                                : tr("%1 can log in now").arg(m_done));
        m_submit->setText(tr("&Close"));
    } else if (m_user) {
        m_title->setText(tr("Another password for %1").arg(m_user->name));
        m_submit->setText(tr("&Set the password"));
    } else {
        m_title->setText(tr("Add a user"));
        m_submit->setText(tr("&Add"));
    }
    m_text->setText(tr("All sessions of %1 end with it.").arg(m_user ? m_user->name : QString()));
    m_text->setVisible(m_user && m_done.isEmpty());
}

} // namespace guarita::console
