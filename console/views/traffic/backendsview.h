// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QTableView>

namespace guarita::console {

/// The table of backends. Its columns are as wide as what is in them; they grow with it, but never shrink, so
/// that nothing jumps to and fro. The name and the sparkline share the place that is left.
class BackendsView final : public QTableView
{
    Q_OBJECT

public:
    explicit BackendsView(QWidget *parent = nullptr);

    /// Columns that are rarely needed, until somebody wants them.
    void hideRare();
    /// After other values.
    void growColumns();
    void fitColumns();                     // anew, after another language or font
    int fullHeight() const;                // with which all rows are seen
    QList<int> selectedRowNumbers() const; // of the view's model, from the top

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

protected Q_SLOTS:
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles = {}) override;

private:
    int neededWidth(int column) const;
    void share();
    void styleRows();
};

} // namespace guarita::console
