// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QStackedWidget>

namespace guarita::console {

class EmptyState;
class ItemsModel;
class ItemsView;

/// The grid, or why there is none: loading, nothing there yet, nothing found, failed.
class ItemsPane final : public QStackedWidget
{
    Q_OBJECT

public:
    ItemsPane(ItemsModel &model, ItemsView &view, QWidget *parent = nullptr); // takes the view

    void setReadOnly(bool readOnly);

Q_SIGNALS:
    void createWanted();
    void importWanted();
    void clearSearchWanted();
    void retryWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class Shown { Grid, Nothing, Loading, NoItems, NotFound, Failed };

    Shown wanted() const;
    void refresh();
    void fill();
    void primary();

    ItemsModel &m_model;
    EmptyState *m_empty;
    Shown m_shown = Shown::Nothing;
    bool m_readOnly = false;
};

} // namespace guarita::console
