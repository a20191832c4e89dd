// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QTableView>

class QPushButton;

namespace guarita::console {

/// A table whose newest rows come at the top. What is looked at stays where it is: who has scrolled away is
/// told how many have come, and a button goes there. Esc ends the selection.
class FeedView : public QTableView
{
    Q_OBJECT

public:
    FeedView(QAbstractItemModel &rows, int rowHeight, QWidget *parent = nullptr);

    int unseen() const { return m_unseen; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void rowsArrived(int first, int last);
    void scrolled(int value);
    void setUnseen(int count);
    void showNews();

    const int m_rowHeight;
    QPushButton *m_news;
    int m_unseen = 0;
};

} // namespace guarita::console
