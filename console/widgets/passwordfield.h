// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

class QLineEdit;
class QToolButton;

namespace guarita::console {

/// A line for a password with a button that shows it. Can be reached and worked with the keyboard. Who uses
/// it names its edit().
class PasswordField final : public QWidget
{
    Q_OBJECT

public:
    explicit PasswordField(QWidget *parent = nullptr);

    QLineEdit *edit() const { return m_edit; }
    QString password() const;
    /// Nothing of it stays: no text, no history of the editor, not shown.
    void forget();

Q_SIGNALS:
    void changed();
    void entered(); // Enter was pressed

protected:
    void changeEvent(QEvent *event) override;

private:
    void setShown(bool shown);
    void retranslate();

    QLineEdit *m_edit;
    QToolButton *m_show;
};

/// Overwrites a text before it is let go of.
void wipe(QString &text);

} // namespace guarita::console
