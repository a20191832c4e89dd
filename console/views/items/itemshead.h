// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/itemsmodel.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;

namespace guarita::console {

class Banner;
class SearchLine;
class Spinner;

/// What stands above the grid: the search, how many items it found, whether they are being loaded, and what
/// there is to tell: news that can be closed, and a failed load as long as it is one.
class ItemsHead final : public QWidget
{
    Q_OBJECT

public:
    explicit ItemsHead(ItemsModel &items, QWidget *parent = nullptr);

    SearchLine &search() { return *m_search; }
    void tell(bool good, const QString &text, const QString &detail);

Q_SIGNALS:
    void retryWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showState();
    void showCount();
    void retranslate();

    ItemsModel &m_items;
    SearchLine *m_search;
    QLabel *m_count;
    Spinner *m_busy;
    QTimer m_busyDelay; // what is quick shows no spinner
    Banner *m_news;
    Banner *m_loadFailed;
    QPushButton *m_retry;
};

} // namespace guarita::console
