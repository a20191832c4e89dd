// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deadlinequeue.h"

namespace guarita::client {

class ActiveCall;

/// Calls in the order of their deadlines: all of a client have the same limits.
using CallQueue = core::DeadlineQueue<ActiveCall>;
using QueuePlace = core::DeadlinePlace<ActiveCall>;

} // namespace guarita::client
