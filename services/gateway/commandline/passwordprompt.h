// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

namespace guarita::gateway {

/// One line of standard input. Asks for it and shows no typed character on a terminal. Empty at the end of
/// the input.
QByteArray readPassword();

} // namespace guarita::gateway
