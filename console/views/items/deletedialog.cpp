// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/deletedialog.h"

#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

namespace guarita::console {

DeleteDialog::DeleteDialog(qint64 count, QWidget *parent)
    : QDialog(parent)
    , m_count(count)
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_edit(new QLineEdit(this))
    , m_cancel(new QPushButton(this))
    , m_delete(new QPushButton(this))
{
    setObjectName(QStringLiteral("deleteDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAttribute(Qt::WA_WindowPropagation); // the page's locale
    m_title->setFont(theme::titleFont());
    m_text->setWordWrap(true);
    m_text->setBuddy(m_edit);
    m_edit->setObjectName(QStringLiteral("deleteCountEdit"));
    m_delete->setObjectName(QStringLiteral("deleteConfirmButton"));
    m_delete->setProperty("kind", QStringLiteral("danger"));
    m_delete->setDefault(true);
    m_cancel->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::spacing);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_delete);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_edit);
    column->addSpacing(theme::spacing);
    column->addLayout(buttons);
    setMinimumWidth(400);
    connect(m_edit, &QLineEdit::textChanged, this, &DeleteDialog::check);
    connect(m_delete, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    retranslate();
    check();
}

void DeleteDialog::check()
{
    bool isNumber = false;
    const qlonglong typed = locale().toLongLong(m_edit->text().trimmed(), &isNumber);
    m_delete->setEnabled(isNumber && typed == m_count);
}

void DeleteDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void DeleteDialog::retranslate()
{
    const int count = static_cast<int>(m_count);
    setWindowTitle(tr("Delete"));
    m_title->setText(tr("Delete %Ln item(s)?", nullptr, count));
    m_text->setText(tr("To go on, type how many: %1").arg(m_count));
    m_edit->setAccessibleName(tr("Number of items to delete"));
    m_cancel->setText(tr("&Cancel"));
    m_delete->setText(tr("&Delete %Ln item(s)", nullptr, count));
}

} // namespace guarita::console
