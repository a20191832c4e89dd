// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

class QLabel;
class QWidget;

namespace guarita::console {

/// A label that shows what it is given as it is: much of it comes from a service, and markup in it must stay
/// letters. Every label of the console whose text is not its own is one of these. The parent owns it.
QLabel *plainLabel(QWidget *parent);
QLabel *plainLabel(const QString &text, QWidget *parent);

/// One in the muted tone, for what explains something else.
QLabel *mutedLabel(QWidget *parent);

/// One in the middle of an empty pane, that says what would be there.
QLabel *hintLabel(QWidget *parent);

} // namespace guarita::console
