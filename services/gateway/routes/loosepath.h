// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <optional>

namespace guarita::gateway {

/// A path as the most lenient server would read it, when it was decoded once already: decoded again, as often
/// as that changes it, parameters (";x=1"), what looks like a query and Windows' streams ("::$DATA") cut off,
/// case and compatibility forms of characters folded, characters without width left out, blanks around a
/// segment and dots at its end cut off. Nothing if such a server could find
/// a slash within a segment, or a step up: that path may mean any other.
///
/// Who judges by prefixes and forwards to servers that he does not know needs it: a server that reads
/// "/a/..;/b" as "/b" would serve what was never judged.
std::optional<QByteArray> loosePath(const QByteArray &path);

} // namespace guarita::gateway
