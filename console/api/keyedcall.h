// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/session.h"

#include <functional>

namespace guarita::console {

/// An Idempotency-Key: whatever is sent under it is done once, and answered alike each time, for 24 hours.
struct WriteKey
{
    QByteArray value;
    /// It was sent before, maybe by an earlier run, and there is no answer yet.
    bool repeated = false;

    static WriteKey fresh();
};

/// How often a write without an answer is sent again by itself, and how soon.
struct RepeatPace
{
    int tries = 3;
    std::chrono::milliseconds wait{1000}; // doubled each time
    int waits = 30;                       // for a first one that still runs, each as long as the service says
};

/// Sends a write under its key. One without an answer is sent again, unchanged, if `kept()` says that the
/// service keeps keys. An error whose outcome is unknown then means that all of it was in vain; what says for
/// sure that nothing was done says so of all tries.
Call sendKeyed(Session &session, ApiRequest request, WriteKey key, RepeatPace pace,
               std::function<bool()> kept, OnReply<ApiResponse> done);

} // namespace guarita::console
