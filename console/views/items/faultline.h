// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/softframe.h"

#include <QtCore/QPersistentModelIndex>

class QLabel;
class QPushButton;

namespace guarita::console {

/// Says what is wrong with the current cell of an import, and offers the reading that is probably meant.
/// Always there, so that nothing moves.
class FaultLine final : public SoftFrame
{
    Q_OBJECT

public:
    explicit FaultLine(QWidget *parent = nullptr);

    /// `numbers` is how the table's prices are written.
    void show(const QModelIndex &cell, const QLocale &numbers);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_suggestion;
    QPersistentModelIndex m_cell;
    QLocale m_numbers;
    QString m_suggested;
};

} // namespace guarita::console
