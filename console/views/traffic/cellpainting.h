// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/theme.h"

#include <QtWidgets/QStyledItemDelegate>

class QPainter;

namespace guarita::console::cells {

constexpr int inset = 6; // of a cell's content, left and right

/// Selection, hover and focus of the cell, as the style wants them.
void paintBackground(QPainter &painter, const QStyleOptionViewItem &option);
/// Of a cell's first line, and of its second.
QColor textColour(const QModelIndex &index);
QColor detailColour(const QModelIndex &index);
QFont smallFont(const QFont &font);
/// One or two lines, aligned as the model says.
void paintLines(QPainter &painter, const QRect &rect, const QFont &font, const QModelIndex &index);

} // namespace guarita::console::cells
