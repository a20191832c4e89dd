// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace guarita::server::domain {

/// A text without what a search is not to mind: case (that of ligatures, too: "ß" is "ss", as its capitals
/// are) and accents. Two texts that look the same have the same key, however they are composed.
///
/// Dropped are the nonspacing marks that stand above, below or around a letter (canonical combining class 10
/// and more). Those of lower classes make another letter of it, as in Devanagari and Kana, and stay.
QString searchKey(const QString &text);

} // namespace guarita::server::domain
