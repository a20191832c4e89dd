// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QtCore/QByteArray>

#include <chrono>
#include <cstdint>

namespace guarita::gateway {

/// What the gateway writes into its tokens and demands of those that it gets.
struct TokenPolicy
{
    QByteArray issuer;
    QByteArray audience;
    std::chrono::seconds lifetime{900};
    /// By how much another gateway's clock may run ahead of this one. Only a token's beginning is judged
    /// leniently: its end is exact.
    std::chrono::seconds leeway{5};
};

/// RFC 7519's NumericDate of now, whole seconds.
inline std::int64_t secondsSinceEpoch(const core::Clock &clock)
{
    return std::chrono::floor<std::chrono::seconds>(clock.wallNow()).time_since_epoch().count();
}

/// RFC 7519, 4.1.4: on or after.
inline bool hasExpired(std::int64_t expiresAt, const core::Clock &clock)
{
    return secondsSinceEpoch(clock) >= expiresAt;
}

} // namespace guarita::gateway
