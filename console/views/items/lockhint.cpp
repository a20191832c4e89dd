// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/lockhint.h"

#include "console/widgets/labels.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>

namespace guarita::console {

LockHint::LockHint(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_text(mutedLabel(this))
{
    setObjectName(QStringLiteral("readOnlyHint"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_icon);
    row->addWidget(m_text);
    retranslate();
}

void LockHint::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

void LockHint::retranslate()
{
    m_icon->setPixmap(theme::pixmap(theme::Icon::Lock, 16, theme::Tone::TextMuted, devicePixelRatioF()));
    m_text->setText(tr("Read only"));
    setAccessibleName(m_text->text());
    setToolTip(tr("This profile does not allow changes."));
}

} // namespace guarita::console
