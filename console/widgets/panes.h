// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>

class QDialog;
class QPushButton;
class QWidget;

namespace guarita::console {

/// `content` without a frame, scrolled up and down where there is no room for it. The parent owns both.
QWidget *scrolled(QWidget *content, QWidget *parent);

/// A dialog that is as large as its texts need: `rows` from top to bottom, and the two buttons below at the
/// right; Enter is `submit`, wherever the focus is.
void layOut(QDialog *dialog, std::initializer_list<QWidget *> rows, QPushButton *cancel, QPushButton *submit);

} // namespace guarita::console
