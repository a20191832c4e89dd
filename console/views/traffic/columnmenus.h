// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>

class QMenu;
class QTableView;

namespace guarita::console {

/// By which column a table is sorted, and which are shown, for who has no mouse to click at the header.
class ColumnMenus final : public QObject
{
    Q_OBJECT

public:
    /// `fixed`: this column and those before it are always shown. Parent and owner is the view.
    ColumnMenus(QTableView *view, int fixed);

    QMenu *sortMenu() const { return m_sort; }
    QMenu *shownMenu() const { return m_shown; }
    void retranslate();

Q_SIGNALS:
    void shownChanged();

private:
    void fillSort();
    void fillShown();

    QTableView *m_view;
    const int m_fixed;
    QMenu *m_sort;
    QMenu *m_shown;
};

} // namespace guarita::console
