// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/characters.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <algorithm>

namespace guarita::net {

inline constexpr qsizetype longestPathPrefix = 256;

/// Whether a canonical, decoded path is `prefix` or lies below it: "/a/b" below "/a", "/ab" not.
inline bool isBelow(const QByteArray &path, const QByteArray &prefix)
{
    return path.startsWith(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

/// Whether `text` is a prefix that stands in a path as it stands here: segments of unreserved characters (RFC
/// 3986, 2.3), which are never encoded in a canonical path, with one '/' before each.
inline bool isPathPrefix(const QByteArray &text)
{
    if (!text.startsWith('/') || text.size() < 2 || text.size() > longestPathPrefix)
        return false;
    const QByteArrayList segments = text.mid(1).split('/');
    return std::all_of(segments.begin(), segments.end(), [](const QByteArray &segment) {
        return !segment.isEmpty() && segment != "." && segment != ".." &&
               std::all_of(segment.begin(), segment.end(),
                           [](char c) { return characters::is(c, characters::Unreserved); });
    });
}

/// What isPathPrefix() wants, for a mistake: goes on behind the name.
inline QString pathPrefixRule()
{
    return QStringLiteral("must have segments of letters, digits, '-', '.', '_' and '~', with one '/' before "
                          "each and none at the end, 2 to %1 characters in all")
        .arg(longestPathPrefix);
}

} // namespace guarita::net
