// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/theme.h"

#include <QtWidgets/QWidget>

class QPushButton;

namespace guarita::console {

/// What stands in the middle of a page that has nothing to show: an icon, a title, a sentence, a button or
/// two. Also shows that something is loading (after 300 ms, so that it does not flicker).
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    void show(theme::Icon icon, const QString &title, const QString &text);
    void showLoading(const QString &text);
    /// Null texts hide a button.
    void setActions(const QString &primary, const QString &secondary);

Q_SIGNALS:
    void primaryTriggered();
    void secondaryTriggered();

protected:
    void changeEvent(QEvent *event) override;
};

} // namespace guarita::console
