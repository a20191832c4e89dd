// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QtCore/QtGlobal>

namespace guarita::balancer {

/// Where numbers begin that grow by one with each thing told: at the microsecond of the start, so that a
/// balancer that is started again goes on above those that it told before (unless it told a million a
/// second). A double holds them until the year 2255.
inline qint64 firstSequence(const core::Clock &clock)
{
    const auto sinceEpoch = clock.wallNow().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(sinceEpoch).count();
}

} // namespace guarita::balancer
