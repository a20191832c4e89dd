// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/theme.h"

namespace guarita::console::theme {

/// The table behind colour(): pure, for both schemes.
QColor toneOf(Tone tone, bool dark);
QColor seriesOf(int index, bool dark);
/// "textMuted": how the style sheet names a tone.
QLatin1String toneName(Tone tone);

} // namespace guarita::console::theme
