// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/manypane.h"

#include "console/widgets/labels.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QAction>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

ManyPane::ManyPane(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_text(mutedLabel(this))
    , m_buttons(new QVBoxLayout)
{
    m_title->setObjectName(QStringLiteral("manyTitle"));
    m_title->setFont(theme::titleFont());
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_buttons->setSpacing(theme::spacing);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::margin, 12, theme::margin, theme::margin);
    column->setSpacing(theme::spacing);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addSpacing(theme::spacing);
    column->addLayout(m_buttons);
    column->addStretch();
    retranslate();
}

void ManyPane::setActions(const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        auto *button = new QPushButton(this);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        const auto follow = [button, action] {
            button->setIcon(action->icon());
            button->setText(action->text());
            button->setEnabled(action->isEnabled());
            button->setVisible(action->isVisible());
        };
        connect(action, &QAction::changed, button, follow);
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        follow();
        m_buttons->addWidget(button);
    }
}

void ManyPane::setCount(qint64 count)
{
    m_count = count;
    retranslate();
}

void ManyPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void ManyPane::retranslate()
{
    m_title->setText(tr("%Ln item(s) selected", nullptr, static_cast<int>(m_count)));
    m_text->setText(tr("What you choose here is done to all of them."));
}

} // namespace guarita::console
