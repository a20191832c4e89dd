// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGui/QAccessible>
#include <QtWidgets/QWidget>

namespace guarita::support {

inline bool isInteractive(const QWidget *widget)
{
    return widget->focusPolicy() != Qt::NoFocus && widget->isEnabled() &&
           !widget->objectName().startsWith(QStringLiteral("qt_"));
}

/// Widgets that can have the focus, and that nobody who does not see them can tell what they are.
inline QStringList namelessOf(QWidget *root)
{
    QStringList nameless;
    for (const QWidget *widget : root->findChildren<QWidget *>()) {
        if (!widget->isVisible() || !isInteractive(widget))
            continue;
        const auto *accessible = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
        if (!accessible || accessible->text(QAccessible::Name).isEmpty())
            nameless << QStringLiteral("%1 '%2'").arg(QLatin1String(widget->metaObject()->className()),
                                                      widget->objectName());
    }
    return nameless;
}

} // namespace guarita::support
