// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/random.h"

#include <QtCore/QString>

namespace guarita::console {

/// A password that can be read out and typed: six words of two syllables, "rofa-midu-…", drawn evenly from 70
/// syllables, which makes 73 bits. Words of no language, so that there is no list of them.
QString makePassphrase(core::Random &random);

} // namespace guarita::console
