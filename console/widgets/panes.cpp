// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/panes.h"

#include "console/widgets/theme.h"

#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QDialog>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>

namespace guarita::console {

QWidget *scrolled(QWidget *content, QWidget *parent)
{
    auto *area = new QScrollArea(parent);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(content);
    return area;
}

void layOut(QDialog *dialog, std::initializer_list<QWidget *> rows, QPushButton *cancel, QPushButton *submit)
{
    cancel->setAutoDefault(false);
    submit->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::spacing);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(submit);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    for (QWidget *row : rows)
        column->addWidget(row);
    column->addSpacing(theme::spacing);
    column->addLayout(buttons);
    column->setSizeConstraint(QLayout::SetFixedSize);
}

} // namespace guarita::console
