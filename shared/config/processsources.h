// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"

namespace guarita::config {

/// This process's environment and working directory, with the command line's `arguments` (without the
/// program's name).
Sources processSources(const QStringList &arguments);

} // namespace guarita::config
