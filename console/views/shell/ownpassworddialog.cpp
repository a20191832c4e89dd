// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/ownpassworddialog.h"

#include "console/api/user.h"
#include "console/views/errortexts.h"
#include "console/views/shell/environment.h"
#include "console/widgets/fieldrow.h"
#include "console/widgets/labels.h"
#include "console/widgets/panes.h"
#include "console/widgets/passwordfield.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtCore/QPointer>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

namespace guarita::console {

OwnPasswordDialog::OwnPasswordDialog(Environment &environment, QWidget *parent)
    : QDialog(parent)
    , m_environment(environment)
    , m_title(plainLabel(this))
    , m_text(mutedLabel(this))
    , m_current(new PasswordField(this))
    , m_fresh(new PasswordField(this))
    , m_repeated(new PasswordField(this))
    , m_error(plainLabel(this))
    , m_cancel(new QPushButton(this))
    , m_submit(new QPushButton(this))
{
    setObjectName(QStringLiteral("ownPasswordDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_current->setObjectName(QStringLiteral("currentPassword"));
    m_fresh->setObjectName(QStringLiteral("freshPassword"));
    m_repeated->setObjectName(QStringLiteral("freshPasswordAgain"));
    m_currentRow = new FieldRow(m_current, this);
    m_freshRow = new FieldRow(m_fresh, this);
    m_repeatedRow = new FieldRow(m_repeated, this);
    m_error->setObjectName(QStringLiteral("ownPasswordError"));
    m_cancel->setObjectName(QStringLiteral("ownPasswordCancel"));
    m_submit->setObjectName(QStringLiteral("ownPasswordSubmit"));
    build();
    for (PasswordField *field : {m_current, m_fresh, m_repeated})
        connect(field, &PasswordField::changed, this, &OwnPasswordDialog::clearErrors);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_submit, &QPushButton::clicked, this, &OwnPasswordDialog::submit);
    connect(&m_environment, &Environment::leaving, this, &QDialog::reject);
    connect(&m_environment, &Environment::logInNeeded, this, &QDialog::reject);
    connect(this, &QDialog::finished, this, [this] {
        for (PasswordField *field : {m_current, m_fresh, m_repeated})
            field->forget();
    });
    retranslate();
}

void OwnPasswordDialog::build()
{
    m_title->setFont(theme::titleFont());
    m_text->setWordWrap(true);
    m_error->setWordWrap(true);
    m_error->setProperty("tone", QStringLiteral("bad"));
    m_error->hide();
    m_current->setMinimumWidth(360);
    layOut(this, {m_title, m_text, m_currentRow, m_freshRow, m_repeatedRow, m_error}, m_cancel, m_submit);
}

void OwnPasswordDialog::clearErrors()
{
    for (FieldRow *row : {m_currentRow, m_freshRow, m_repeatedRow})
        row->setError({});
    m_error->hide();
}

bool OwnPasswordDialog::check()
{
    const auto refuse = [](FieldRow *row, const QString &why) {
        row->setError(why);
        row->editor()->setFocus();
        return false;
    };
    clearErrors();
    const auto length = m_fresh->password().size();
    if (m_current->password().isEmpty())
        return refuse(m_currentRow, tr("Type the password that you logged in with."));
    if (length < leastPasswordLength || length > mostPasswordLength)
        return refuse(
            m_freshRow,
            tr("A password has %1 to %2 characters.").arg(leastPasswordLength).arg(mostPasswordLength));
    if (m_fresh->password() != m_repeated->password())
        return refuse(m_repeatedRow, tr("This is not the same."));
    return true;
}

void OwnPasswordDialog::submit()
{
    if (!check())
        return;
    setBusy(true);
    QString current = m_current->password();
    QString fresh = m_fresh->password();
    m_environment.changePassword(current, fresh, [self = QPointer(this)](const Reply<core::Done> &reply) {
        if (self)
            self->answered(reply);
    });
    wipe(current);
    wipe(fresh);
}

void OwnPasswordDialog::answered(const Reply<core::Done> &reply)
{
    setBusy(false);
    if (reply)
        return accept();
    const ApiError &error = reply.error();
    for (const FieldMessage &field : error.fields)
        (field.field == u"atual" ? m_currentRow : m_freshRow)->setError(field.message);
    if (error.reason == "senha_atual_incorreta") {
        m_currentRow->setError(tr("This is not your password."));
        m_current->setFocus();
    } else if (error.fields.empty()) {
        m_error->setText(ErrorTexts::explain(error));
        m_error->show();
    }
}

void OwnPasswordDialog::setBusy(bool busy)
{
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_currentRow, m_freshRow, m_repeatedRow, m_submit})
        widget->setEnabled(!busy);
}

void OwnPasswordDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void OwnPasswordDialog::retranslate()
{
    setWindowTitle(tr("Change my password"));
    m_title->setText(tr("Change my password"));
    m_text->setText(tr("You are logged out everywhere else; here you stay logged in."));
    m_currentRow->setLabel(tr("Current password"));
    m_freshRow->setLabel(tr("New password"));
    m_repeatedRow->setLabel(tr("The same again"));
    m_cancel->setText(tr("Cancel"));
    m_submit->setText(tr("&Change"));
}

} // namespace guarita::console
