// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QToolBar>

#include <array>

namespace guarita::console {

/// A tool bar that shows its actions' texts where there is room: first those of all, then those of actions
/// with a high priority, at last icons alone. Actions with a low priority never have a text.
class ActionBar final : public QToolBar
{
    Q_OBJECT

public:
    using QToolBar::QToolBar;

    /// Null stands for a separator.
    void setPageActions(const QList<QAction *> &actions);
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    enum Level { AllTexts, MainTexts, NoTexts, LevelCount };

    void showSeparators();
    void applyLevel(Level level);
    void measure();
    void fit();

    std::array<int, LevelCount> m_widths{};
    bool m_measured = false;
    bool m_fitting = false;
};

} // namespace guarita::console
