// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/labels.h"

#include "console/widgets/theme.h"

#include <QtWidgets/QLabel>

namespace guarita::console {

QLabel *plainLabel(QWidget *parent)
{
    return plainLabel({}, parent);
}

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QLabel *mutedLabel(QWidget *parent)
{
    QLabel *label = plainLabel(parent);
    label->setProperty("tone", QStringLiteral("muted"));
    return label;
}

QLabel *hintLabel(QWidget *parent)
{
    QLabel *label = mutedLabel(parent);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignCenter);
    label->setMargin(theme::margin);
    return label;
}

} // namespace guarita::console
