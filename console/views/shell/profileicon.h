// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/profile.h"

#include <QtGui/QIcon>

namespace guarita::console {

/// A round swatch of a profile's colour; a ring for none.
QIcon profileIcon(ProfileColour colour);

} // namespace guarita::console
