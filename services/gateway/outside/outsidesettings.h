// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"
#include "gateway/identity/role.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QUrl>

#include <chrono>
#include <optional>
#include <vector>

namespace guarita::gateway {

/// Another issuer whose tokens count here, and what they are worth.
struct OutsideSettings
{
    QByteArray issuer;
    QByteArray audience;
    QUrl keysOrigin;
    QByteArray keysTarget; // origin-form
    std::chrono::milliseconds keysRefresh{300'000};
    std::chrono::milliseconds keysMaxAge{std::chrono::hours(24)}; // since they were fetched
    std::chrono::seconds maxLifetime{std::chrono::hours(1)};      // of a token, "exp" - "iat"
    QByteArray rolesClaim;            // a claim's name, or with a '/' in front a path of names
    QHash<QByteArray, Roles> rolesOf; // by the claim's values
    std::chrono::seconds leeway{5};
};

std::vector<config::Key> outsideKeys();
/// Nothing if there is none. Mistakes go to the reader. `ownIssuer` is what this gateway's tokens say, and
/// `leeway` how far the issuer's clock may run ahead.
std::optional<OutsideSettings> readOutside(config::Reader &reader, const QByteArray &ownIssuer,
                                           std::chrono::seconds leeway);

} // namespace guarita::gateway
