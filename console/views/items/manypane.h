// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

class QLabel;
class QVBoxLayout;

namespace guarita::console {

/// How many items are selected, and what can be done with all of them.
class ManyPane final : public QWidget
{
    Q_OBJECT

public:
    explicit ManyPane(QWidget *parent = nullptr);

    void setActions(const QList<QAction *> &actions);
    void setCount(qint64 count);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QLabel *m_title;
    QLabel *m_text;
    QVBoxLayout *m_buttons;
    qint64 m_count = 0;
};

} // namespace guarita::console
