// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace guarita::console {

/// Whether items can be changed here, and if not, why.
enum class Editing {
    Allowed,
    OffInProfile, // what changes something is not shown
    NoRole,       // it is shown, and says so
};

} // namespace guarita::console
