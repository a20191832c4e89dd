// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

class QLabel;

namespace guarita::console {

/// Says that nothing can be changed here.
class LockHint final : public QWidget
{
    Q_OBJECT

public:
    explicit LockHint(QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QLabel *m_icon;
    QLabel *m_text;
};

} // namespace guarita::console
