// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace guarita::trace {

inline constexpr qsizetype mostStateBytes = 512; // and no fewer: W3C Trace Context, 3.3.1.5
inline constexpr qsizetype mostStateMembers = 32;

/// What is passed on of the tracestate fields of a message, which are one list with commas between them (W3C
/// Trace Context level 1, 3.3). Empty: nothing, because a member is malformed, two have the same key, or
/// there are more than 32. Of a list above 512 bytes, members of more than 128 bytes go first, and then the
/// last ones, until it fits.
QByteArray boundedState(QByteArrayView list);

} // namespace guarita::trace
