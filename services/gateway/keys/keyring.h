// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/keys/tokenkey.h"

#include <vector>

namespace guarita::gateway {

/// The keys of this gateway: one signs, all verify. Made once.
class KeyRing
{
public:
    /// A key and the header of all tokens under it, as it stands in them.
    struct Entry
    {
        TokenKeyPtr key;
        QByteArray header;
    };

    /// Not empty; the first one signs.
    explicit KeyRing(const std::vector<TokenKeyPtr> &keys);

    const Entry &signing() const { return m_entries.front(); }
    /// The key whose tokens begin so; nullptr if there is none. A header of ours is always the same text,
    /// {"alg","kid","typ"}, so it is compared and not read: no other member, no other order or spelling, and
    /// no other algorithm than the key's own can mean anything.
    const TokenKey *keyFor(QByteArrayView encodedHeader) const;
    /// The public keys, as a JWK Set (RFC 7517, 5).
    QByteArray publicKeys() const;

private:
    std::vector<Entry> m_entries;
};

} // namespace guarita::gateway
