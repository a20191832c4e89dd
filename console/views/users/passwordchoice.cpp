// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/users/passwordchoice.h"

#include "console/api/user.h"
#include "console/core/passphrase.h"
#include "console/widgets/fieldrow.h"
#include "console/widgets/labels.h"
#include "console/widgets/passwordfield.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtCore/QMimeData>
#include <QtGui/QClipboard>
#include <QtGui/QFontDatabase>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QToolButton>

namespace guarita::console {

namespace {

constexpr int underTheChoice = 30; // where the radio button's text begins

} // namespace

PasswordChoice::PasswordChoice(core::Random &random, QWidget *parent)
    : QWidget(parent)
    , m_random(random)
    , m_make(new QRadioButton(this))
    , m_madeRow(new QWidget(this))
    , m_made(new QLineEdit(m_madeRow))
    , m_copy(new QToolButton(m_madeRow))
    , m_another(new QToolButton(m_madeRow))
    , m_note(mutedLabel(this))
    , m_type(new QRadioButton(this))
    , m_first(new PasswordField(this))
    , m_second(new PasswordField(this))
{
    m_make->setObjectName(QStringLiteral("makePassword"));
    m_made->setObjectName(QStringLiteral("madePassword"));
    m_copy->setObjectName(QStringLiteral("copyPassword"));
    m_another->setObjectName(QStringLiteral("anotherPassword"));
    m_type->setObjectName(QStringLiteral("typePassword"));
    m_first->setObjectName(QStringLiteral("newPassword"));
    m_second->setObjectName(QStringLiteral("repeatedPassword"));
    m_firstRow = new FieldRow(m_first, this);
    m_secondRow = new FieldRow(m_second, this);
    build();
    connect(m_make, &QRadioButton::toggled, this, &PasswordChoice::showChoice);
    connect(m_copy, &QToolButton::clicked, this, &PasswordChoice::copy);
    connect(m_another, &QToolButton::clicked, this, &PasswordChoice::makeAnother);
    for (PasswordField *field : {m_first, m_second})
        connect(field, &PasswordField::changed, this, [this] { setError({}); });
    makeAnother();
    m_make->setChecked(true);
    retranslate();
}

void PasswordChoice::build()
{
    m_made->setReadOnly(true);
    m_made->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_made->setMinimumWidth(310);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(underTheChoice, 0, 0, 0);
    for (FieldRow *typed : {m_firstRow, m_secondRow})
        typed->setContentsMargins(underTheChoice, 0, 0, 0);
    auto *row = new QHBoxLayout(m_madeRow);
    row->setContentsMargins(underTheChoice, 0, 0, 0);
    row->setSpacing(theme::spacing / 2);
    row->addWidget(m_made, 1);
    row->addWidget(m_copy);
    row->addWidget(m_another);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::spacing);
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_make, m_madeRow, m_note, m_type, m_firstRow, m_secondRow})
        column->addWidget(widget);
}

bool PasswordChoice::isMade() const
{
    return m_make->isChecked();
}

QString PasswordChoice::password() const
{
    return isMade() ? m_made->text() : m_first->password();
}

bool PasswordChoice::check()
{
    setError({});
    if (isMade())
        return true;
    const auto length = m_first->password().size();
    if (length < leastPasswordLength || length > mostPasswordLength) {
        setError(tr("A password has %1 to %2 characters.").arg(leastPasswordLength).arg(mostPasswordLength));
        m_first->setFocus();
        return false;
    }
    if (m_first->password() == m_second->password())
        return true;
    m_secondRow->setError(tr("This is not the same."));
    m_second->setFocus();
    return false;
}

void PasswordChoice::setError(const QString &error)
{
    m_firstRow->setError(error);
    m_secondRow->setError({});
}

void PasswordChoice::showResult()
{
    const bool made = isMade();
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_make, m_type, m_another, m_firstRow, m_secondRow})
        widget->hide();
    m_madeRow->setVisible(made);
    m_note->setVisible(made);
    m_copy->setFocus();
}

void PasswordChoice::forget()
{
    m_first->forget();
    m_second->forget();
    m_made->clear();
}

void PasswordChoice::makeAnother()
{
    m_made->setText(makePassphrase(m_random));
    m_made->setCursorPosition(0);
}

/// Marked as a secret, which clipboard managers that know the mark do not keep.
void PasswordChoice::copy()
{
    auto *data = new QMimeData;
    data->setText(m_made->text());
    data->setData(QStringLiteral("x-kde-passwordManagerHint"), "secret");
    QGuiApplication::clipboard()->setMimeData(data);
    m_note->setText(tr("Copied. Give it to the user on a safe way."));
}

void PasswordChoice::showChoice()
{
    const bool made = isMade();
    m_madeRow->setVisible(made);
    m_note->setVisible(made);
    m_firstRow->setVisible(!made);
    m_secondRow->setVisible(!made);
}

void PasswordChoice::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void PasswordChoice::retranslate()
{
    m_make->setText(tr("&Make a password"));
    m_made->setAccessibleName(tr("The password that was made"));
    m_copy->setIcon(theme::icon(theme::Icon::Copy));
    m_copy->setToolTip(tr("Copy the password"));
    m_copy->setAccessibleName(m_copy->toolTip());
    m_another->setIcon(theme::icon(theme::Icon::Refresh));
    m_another->setToolTip(tr("Make another one"));
    m_another->setAccessibleName(m_another->toolTip());
    m_note->setText(tr("Copy it and give it to the user: it cannot be seen again later."));
    m_type->setText(tr("&Type a password"));
    m_firstRow->setLabel(tr("New password"));
    m_secondRow->setLabel(tr("The same again"));
    showChoice();
}

} // namespace guarita::console
