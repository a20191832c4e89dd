// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/theme.h"

#include <QtWidgets/QStyledItemDelegate>

class QPainter;

/// What the cells of all tables have in common.
namespace guarita::console::cells {

constexpr int inset = 6; // of a cell's content, left and right

/// Selection, hover and focus of the cell, as the style wants them.
void paintBackground(QPainter &painter, const QStyleOptionViewItem &option);
QFont smallFont(const QFont &font);

/// A word on a coloured ground with round ends: a state, a role.
QSize chipSize(const QFont &font, const QString &text);
/// At the left of `place`, in the middle of its height; returns what it covers.
QRect paintChip(QPainter &painter, const QRect &place, const QFont &font, const QString &text,
                theme::Tone tone, theme::Tone ground);

} // namespace guarita::console::cells
