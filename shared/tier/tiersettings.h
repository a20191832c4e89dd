// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"

#include <QtCore/QByteArray>
#include <QtNetwork/QHostAddress>

#include <chrono>
#include <vector>

namespace guarita::tier {

/// What a tier that is called by another knows of it.
struct TierSettings
{
    QByteArray key;         // empty: whoever reaches this tier is believed, which is on loopback only
    QByteArray previousKey; // empty: none
    std::chrono::milliseconds leeway{30'000};
};

/// The one that the gateway signs with.
config::Key signingKey();
QByteArray readSigningKey(config::Reader &reader, const QHostAddress &host);

/// For the tiers behind it. Mistakes go to the reader: beyond loopback there must be a key, and a good one.
std::vector<config::Key> verifyingKeys();
TierSettings readTier(config::Reader &reader, const QHostAddress &host);

} // namespace guarita::tier
