// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/cells.h"

#include <QtWidgets/QStyledItemDelegate>

class QPainter;

namespace guarita::console::cells {

/// Of a cell's first line, and of its second.
QColor textColour(const QModelIndex &index);
QColor detailColour(const QModelIndex &index);
/// One or two lines, aligned as the model says.
void paintLines(QPainter &painter, const QRect &rect, const QFont &font, const QModelIndex &index);

} // namespace guarita::console::cells
