// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/labels.h"

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

} // namespace guarita::console
