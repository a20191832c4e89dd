// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

#include <string_view>

namespace guarita::contract {

enum class CentsFault { None, TooManyDecimals, OutOfRange };

struct Cents
{
    qint64 value = 0; // only when fault is None
    CentsFault fault = CentsFault::None;
};

/// The exact number of cents that a JSON number's text says ("19.9", "1e1", "-0.05"). Trailing zeros are no
/// decimals: 19.900 is 19.90. `text` must be a valid JSON number (RFC 8259, 6); its exponent may be of any
/// size.
Cents centsFromNumber(std::string_view text);

} // namespace guarita::contract
