// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/segmentedswitch.h"

#include "console/widgets/theme.h"

#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QToolButton>

namespace guarita::console {

SegmentedSwitch::SegmentedSwitch(QWidget *parent)
    : QFrame(parent)
    , m_group(new QButtonGroup(this))
{
    theme::setProperty(this, "kind", QStringLiteral("card"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2, 2, 2, 2);
    layout->setSpacing(2);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int value, bool on) {
        // Tab goes to the chosen one alone.
        m_group->button(value)->setFocusPolicy(on ? Qt::StrongFocus : Qt::ClickFocus);
        if (on)
            Q_EMIT chosen(value);
    });
}

void SegmentedSwitch::addChoice(int value, const QString &objectName)
{
    auto *button = new QToolButton(this);
    button->setObjectName(objectName);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::ClickFocus);
    m_group->addButton(button, value);
    layout()->addWidget(button);
    if (m_group->buttons().size() == 1)
        button->setChecked(true);
}

void SegmentedSwitch::setText(int value, const QString &text, const QString &explanation)
{
    QAbstractButton *button = m_group->button(value);
    button->setText(text);
    button->setAccessibleName(explanation.isEmpty() ? text : explanation);
    button->setToolTip(explanation);
}

int SegmentedSwitch::value() const
{
    return m_group->checkedId();
}

void SegmentedSwitch::setValue(int value)
{
    if (QAbstractButton *button = m_group->button(value))
        button->setChecked(true);
}

} // namespace guarita::console
