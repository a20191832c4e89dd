// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QHeaderView>

namespace guarita::console {

/// Titles that end where the numbers beneath end, with the sort mark on their other side; the style's own
/// keeps place for a mark in every column.
class TitleHeader final : public QHeaderView
{
    Q_OBJECT

public:
    explicit TitleHeader(QWidget *parent);

protected:
    QSize sectionSizeFromContents(int section) const override;
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    bool event(QEvent *event) override;

private:
    QFont titleFont() const;

    int m_hovered = -1;
};

} // namespace guarita::console
