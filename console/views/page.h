// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/role.h"
#include "console/widgets/theme.h"

#include <QtWidgets/QWidget>

namespace guarita::console {

/// One entry of the navigation and what it shows. The main window knows no page but through this.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// A property of an action: "file" or "view", where it stands in the menu bar; else under Edit.
    static constexpr const char *menuProperty = "menu";

    virtual QString title() const = 0; // in the current language
    virtual theme::Icon pageIcon() const = 0;
    /// Whether it is offered to a user with these rights.
    virtual bool isAllowed(const Rights &) const { return true; }
    /// The tool bar shows texts of actions with QAction::HighPriority the longest, of LowPriority never.
    /// Of this page alone, for the menu and the tool bar, in their order; null stands for a separator. The
    /// same objects for the page's whole life, with objectNames; the page keeps their texts and states true.
    virtual QList<QAction *> pageActions() const { return {}; }
    /// The left of the status bar; statusChanged() says that it is another.
    virtual QString status() const { return {}; }
    virtual void activated() {} // it is shown now
    virtual void deactivated() {}
    /// Puts the focus where work begins.
    virtual void focusStart() { setFocus(); }
    virtual void focusSearch() {} // Ctrl+F

Q_SIGNALS:
    void statusChanged();
    void titleChanged();
};

} // namespace guarita::console
