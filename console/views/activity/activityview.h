// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QTableView>

class QPushButton;

namespace guarita::console {

class AuditModel;

/// The table of records. While its top is seen, new ones push the others down; when somebody has scrolled
/// away, what they look at stays where it is, and a button above says how many have come.
class ActivityView final : public QTableView
{
    Q_OBJECT

public:
    explicit ActivityView(AuditModel &model, QWidget *parent = nullptr);

    int unseen() const { return m_unseen; }

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildHeader();
    void fitTimes();
    void rowsArrived(int first, int last);
    void scrolled(int value);
    void setUnseen(int count);
    void showNews();

    QPushButton *m_news;
    int m_unseen = 0;
};

} // namespace guarita::console
