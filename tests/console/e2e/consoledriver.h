// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/app/console.h"
#include "console/views/shell/mainwindow.h"

#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QTableView>

namespace guarita::support {

/// A console that is worked like a user would: by keys, by the mouse, by what can be seen. Its files are in a
/// folder of the test's.
class ConsoleDriver
{
public:
    ConsoleDriver(QApplication &application, const QString &folder);

    void start(const QUrl &service, const QString &language = QStringLiteral("pt_BR"));
    void setScheme(console::ColourScheme scheme);
    console::Settings &settings() { return m_console.settings(); }
    void resize(const QSize &size);
    console::MainWindow &window() { return m_console.window(); }

    /// By name, of what is visible: in the window that is on top, else in any. Null if there is none.
    template <typename T = QWidget>
    T *find(const char *name) const
    {
        return qobject_cast<T *>(findWidget(QLatin1String(name)));
    }
    /// Also while another thing stands in its place.
    QTableView *grid() const
    {
        return m_console.window().findChild<QTableView *>(QStringLiteral("itemsView"));
    }

    // Keys go to what has the focus.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void type(const QString &text);
    void click(const char *name);
    /// As from a menu or the tool bar.
    void trigger(const char *action);
    /// The focus and the selection to a cell of the grid.
    void goTo(int row, int column);
    /// A cell's middle.
    void clickCell(QTableView *view, int row, int column, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

    /// Through the dialog, by keys. False if the first rows do not come.
    bool logIn(const QString &user, const QString &password);
    bool waitForItems(qint64 total);
    void paste(const QString &text);
    QString cell(int row, int column) const;

    /// What stands on the screen of the window, dialogs included.
    QImage photograph() const;

private:
    QWidget *findWidget(const QString &name) const;
    QWidget *target() const;

    core::SystemClock m_clock;
    core::SystemRandom m_random;
    mutable console::Console m_console;
};

} // namespace guarita::support
