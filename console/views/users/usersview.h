// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QTableView>

namespace guarita::console {

class UserDelegate;

/// The table of users. The roles have the place that is left; where that is little, when a user was changed
/// stands beside the table only.
class UsersView final : public QTableView
{
    Q_OBJECT

public:
    explicit UsersView(QAbstractItemModel &model, QWidget *parent = nullptr);

    void setSelf(const QString &name);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    UserDelegate *m_delegate;
};

} // namespace guarita::console
