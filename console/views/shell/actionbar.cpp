// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/actionbar.h"

#include <QtCore/QEvent>
#include <QtCore/QScopedValueRollback>
#include <QtGui/QAction>
#include <QtGui/QResizeEvent>
#include <QtWidgets/QLayout>
#include <QtWidgets/QToolButton>

namespace guarita::console {

void ActionBar::setPageActions(const QList<QAction *> &actions)
{
    for (QAction *action : this->actions())
        disconnect(action, &QAction::changed, this, nullptr);
    clear();
    for (QAction *action : actions) {
        if (!action) {
            addSeparator();
            continue;
        }
        addAction(action);
        connect(action, &QAction::changed, this,
                [this, action, text = action->text(), visible = action->isVisible()]() mutable {
                    // Only these change widths; `changed` also tells of each enabling.
                    if (text == action->text() && visible == action->isVisible())
                        return;
                    text = action->text();
                    visible = action->isVisible();
                    m_measured = false;
                    QMetaObject::invokeMethod(this, &ActionBar::fit, Qt::QueuedConnection);
                });
    }
    m_measured = false;
    fit();
}

/// A separator stands only between actions that can be seen.
void ActionBar::showSeparators()
{
    QAction *waiting = nullptr; // for an action behind it
    bool before = false;
    for (QAction *action : actions()) {
        if (action->isSeparator()) {
            action->setVisible(false);
            waiting = before ? action : nullptr;
        } else if (action->isVisible()) {
            if (waiting)
                waiting->setVisible(true);
            waiting = nullptr;
            before = true;
        }
    }
}

QSize ActionBar::minimumSizeHint() const
{
    return {0, QToolBar::minimumSizeHint().height()};
}

void ActionBar::resizeEvent(QResizeEvent *event)
{
    QToolBar::resizeEvent(event);
    fit();
}

void ActionBar::changeEvent(QEvent *event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        m_measured = false;
}

bool ActionBar::event(QEvent *event)
{
    if (event->type() == QEvent::Show)
        m_measured = false; // only now the style is final
    const bool handled = QToolBar::event(event);
    if (event->type() == QEvent::Show)
        fit();
    return handled;
}

void ActionBar::applyLevel(Level level)
{
    for (QAction *action : actions()) {
        auto *button = qobject_cast<QToolButton *>(widgetForAction(action));
        if (!button)
            continue;
        const bool text = level == AllTexts
                              ? action->priority() != QAction::LowPriority
                              : level == MainTexts && action->priority() == QAction::HighPriority;
        button->setToolButtonStyle(text ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    }
}

void ActionBar::measure()
{
    for (int level = AllTexts; level < LevelCount; ++level) {
        applyLevel(static_cast<Level>(level));
        layout()->invalidate();
        m_widths[static_cast<std::size_t>(level)] = layout()->sizeHint().width();
    }
    m_measured = true;
}

void ActionBar::fit()
{
    if (m_fitting)
        return;
    const QScopedValueRollback fitting(m_fitting, true);
    if (!m_measured) {
        showSeparators();
        measure();
    }
    int level = AllTexts;
    while (level < NoTexts && m_widths[static_cast<std::size_t>(level)] > width())
        ++level;
    applyLevel(static_cast<Level>(level));
}

} // namespace guarita::console
