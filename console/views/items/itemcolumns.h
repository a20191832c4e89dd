// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/itemsmodel.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <functional>

class QAction;
class QHeaderView;
class QMenu;

namespace guarita::console {

class ItemsView;

/// Widths, order and sorting of the grid's columns: fitted to the room until the user has sized one.
class ItemColumns final : public QObject
{
    Q_OBJECT

public:
    ItemColumns(ItemsModel &model, ItemsView &view);

    /// Asked before the list begins anew in another order; false: not now.
    void setGuard(std::function<bool()> guard) { m_guard = std::move(guard); }
    void fit();
    void reset();             // as if none had ever been sized
    QByteArray state() const; // empty while nothing was changed by hand
    void restore(const QByteArray &state);
    /// "Sort by" for who has no mouse.
    void fillSortMenu(QMenu &menu);

Q_SIGNALS:
    void changedByHand();

private:
    void fitAll(int room);
    void fitDescription(int room);
    int neededForPrices() const;
    void sortClicked(int column, Qt::SortOrder order);
    void showSorting();

    ItemsModel &m_model;
    ItemsView &m_view;
    QHeaderView *m_header;
    std::function<bool()> m_guard = [] { return true; };
    QTimer m_refit; // once the rows that came are laid out
    bool m_fitting = false;
    bool m_byHand = false;
};

} // namespace guarita::console
