// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

#include <algorithm>
#include <vector>

namespace guarita::core {

/// The versions under which a change is wanted. Without any, every version will do.
struct Precondition
{
    bool conditional = false;
    std::vector<qint64> versions; // none of them: the change is never wanted

    bool allows(qint64 version) const
    {
        return !conditional || std::find(versions.begin(), versions.end(), version) != versions.end();
    }
    friend bool operator==(const Precondition &, const Precondition &) = default;
};

} // namespace guarita::core
