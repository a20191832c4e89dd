// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/softframe.h"

#include <QtCore/QPointer>

class QLabel;

namespace guarita::console {

/// What is wrong with an open cell, under it (above it where there is no room).
class CellWarning final : public SoftFrame
{
    Q_OBJECT

public:
    explicit CellWarning(QWidget *viewport);

    void showUnder(QWidget &editor, const QString &text);
    void follow(const QWidget &editor); // it has been moved
    void clear();

protected:
    void changeEvent(QEvent *event) override;

private:
    void tint();

    QLabel *m_icon;
    QLabel *m_text;
    QPointer<QWidget> m_editor;
};

} // namespace guarita::console
