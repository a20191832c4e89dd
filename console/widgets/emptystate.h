// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/theme.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;

namespace guarita::console {

class Spinner;

/// What stands in the middle of a page that has nothing to show: an icon, a title, a sentence, a button or
/// two. Also shows that something is loading (after 300 ms, so that it does not flicker).
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds loadingDelay{300};

    explicit EmptyState(QWidget *parent = nullptr);

    using QWidget::show;
    /// What it shows; whether it is seen is its owner's affair.
    void show(theme::Icon icon, const QString &title, const QString &text);
    void showLoading(const QString &text);
    /// Null texts hide a button.
    void setActions(const QString &primary, const QString &secondary);

Q_SIGNALS:
    void primaryTriggered();
    void secondaryTriggered();

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateIcon();
    void setContentVisible(bool loading);

    theme::Icon m_iconOf = theme::Icon::Empty;
    QLabel *m_icon;
    Spinner *m_spinner;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_primary;
    QPushButton *m_secondary;
    QTimer m_delay;
};

} // namespace guarita::console
