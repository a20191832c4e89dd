// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayList>

namespace guarita::runtime {

/// What the two processes of a takeover say to each other, each a packet:
///
///     old → new   an offer, with the listening sockets; or "busy"
///     new → old   "ready"
///     old → new   "yours"
///
/// The names are in the order of the descriptors that come with them.
struct TakeoverOffer
{
    QByteArray role; // "balancer"
    QByteArrayList names;
};

inline constexpr const char *takeoverBusy = "busy";
inline constexpr const char *takeoverReady = "ready";
inline constexpr const char *takeoverYours = "yours";

QByteArray encodeOffer(const TakeoverOffer &offer);
/// For a process of `role` that got so many descriptors. The error is a reason not to start.
core::Result<TakeoverOffer> decodeOffer(const QByteArray &packet, const QByteArray &role,
                                        qsizetype descriptors);

} // namespace guarita::runtime
