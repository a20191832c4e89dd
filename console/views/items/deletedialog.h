// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace guarita::console {

/// Before very many items are deleted their count has to be typed, so that no slip of a key does it.
/// accepted() is the consent.
class DeleteDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit DeleteDialog(qint64 count, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void check();
    void retranslate();

    qint64 m_count;
    QLabel *m_title;
    QLabel *m_text;
    QLineEdit *m_edit;
    QPushButton *m_cancel;
    QPushButton *m_delete;
};

} // namespace guarita::console
