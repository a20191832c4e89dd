// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

namespace guarita::tls {

/// What one call on a non-blocking connection has done.
struct Transfer
{
    enum class State {
        Done,       // `bytes` were read or written, at least one; or the step is complete
        WantsRead,  // call again once the descriptor is readable
        WantsWrite, // call again once it is writable, a read, too
        End,        // the peer sends no more
        Failed      // nothing more can be read or written
    };

    State state;
    qsizetype bytes = 0;

    bool done() const { return state == State::Done; }
};

} // namespace guarita::tls
