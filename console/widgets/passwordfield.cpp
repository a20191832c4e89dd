// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/passwordfield.h"

#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QToolButton>

#include <algorithm>

namespace guarita::console {

PasswordField::PasswordField(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_show(new QToolButton(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::spacing / 2);
    row->addWidget(m_edit, 1);
    row->addWidget(m_show);
    setFocusProxy(m_edit);
    m_edit->setObjectName(QStringLiteral("passwordEdit"));
    m_edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                                Qt::ImhNoAutoUppercase);
    m_show->setObjectName(QStringLiteral("showPasswordButton"));
    m_show->setCheckable(true);
    connect(m_show, &QToolButton::toggled, this, &PasswordField::setShown);
    connect(m_edit, &QLineEdit::textChanged, this, &PasswordField::changed);
    connect(m_edit, &QLineEdit::returnPressed, this, &PasswordField::entered);
    setShown(false);
}

QString PasswordField::password() const
{
    return m_edit->text();
}

void PasswordField::forget()
{
    m_edit->setText(QString(m_edit->text().size(), u'x')); // setText() also drops the history
    m_edit->setText({});
    m_show->setChecked(false);
}

void PasswordField::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void PasswordField::setShown(bool shown)
{
    m_edit->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    m_show->setIcon(theme::icon(shown ? theme::Icon::EyeOff : theme::Icon::Eye, theme::Tone::TextMuted));
    retranslate();
}

void PasswordField::retranslate()
{
    m_show->setToolTip(m_show->isChecked() ? tr("Hide the password") : tr("Show the password"));
    m_show->setAccessibleName(m_show->toolTip());
}

void wipe(QString &text)
{
    std::fill(text.begin(), text.end(), QChar(u'\0'));
    text.clear();
}

} // namespace guarita::console
