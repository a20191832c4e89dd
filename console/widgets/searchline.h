// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QLineEdit>

namespace guarita::console {

/// A line for a search: Enter searches at once, Esc clears, the arrow down goes to what was found.
class SearchLine final : public QLineEdit
{
    Q_OBJECT

public:
    explicit SearchLine(QWidget *parent = nullptr);

    /// What it asks for, and where that is looked for.
    void setTexts(const QString &name, const QString &explanation);
    void clearSearch(); // as Esc does

Q_SIGNALS:
    void searched(const QString &text, bool atOnce);
    void downPressed();
    void escapePressed(); // with nothing to clear

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QAction *m_clear;
};

} // namespace guarita::console
