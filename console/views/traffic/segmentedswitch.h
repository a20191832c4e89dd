// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QFrame>

class QButtonGroup;
class QToolButton;

namespace guarita::console {

/// One of a few, side by side. Tab goes to the chosen one, the arrow keys to the others.
class SegmentedSwitch final : public QFrame
{
    Q_OBJECT

public:
    explicit SegmentedSwitch(QWidget *parent = nullptr);

    void addChoice(int value, const QString &objectName);
    void setText(int value, const QString &text, const QString &explanation = {});
    int value() const;
    void setValue(int value);

Q_SIGNALS:
    void chosen(int value);

private:
    QButtonGroup *m_group;
};

} // namespace guarita::console
