// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"

namespace guarita::balancer {

/// What requests have in common that a keyed policy sends to the same endpoint.
struct HashKey
{
    enum class Kind { Path, Header, Cookie, Address };
    Kind kind = Kind::Address;
    QByteArray name = {}; // of the header, in lower case, or of the cookie

    friend bool operator==(const HashKey &, const HashKey &) = default;
};

struct AffinitySettings
{
    HashKey hashKey;
    QByteArray stickyCookie;   // its name; empty: none
    QByteArray stickyKey;      // what it is signed with
    bool stickySecure = false; // browsers send it over TLS only

    friend bool operator==(const AffinitySettings &, const AffinitySettings &) = default;
};

std::vector<config::Key> affinityKeys();
/// Mistakes go to the reader.
AffinitySettings readAffinity(config::Reader &reader);

} // namespace guarita::balancer
