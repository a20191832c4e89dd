// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

#include <span>
#include <vector>

namespace guarita::console {

/// Each count's part of the sum in tenths of a percent. The rounded parts sum to exactly 1000 (largest
/// remainder method, Hamilton 1792), unless all counts are zero: then all parts are.
std::vector<int> permilles(std::span<const qint64> counts);

} // namespace guarita::console
