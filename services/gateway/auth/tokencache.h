// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/auth/tokencodec.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QHash>

#include <cstddef>
#include <deque>

namespace guarita::gateway {

/// Remembers the claims of tokens whose signature was found right, so that the next request with the same
/// token costs a look-up instead of a signature and a JSON document. Whoever asks must still compare the
/// claims' times with the clock: a remembered token expires like any other.
///
/// Bounded; the oldest goes first. Only valid tokens get in, so strangers can neither fill it nor choose its
/// keys, and QHash's per-process seed keeps the time of a look-up from telling anything about the tokens in
/// it.
class TokenCache
{
public:
    explicit TokenCache(std::size_t capacity);

    /// The claims, or nullptr. Valid until the next insert.
    const Claims *find(QByteArrayView token) const;
    void insert(QByteArrayView token, const Claims &claims);
    std::size_t size() const { return m_byAge.size(); }

private:
    std::size_t m_capacity;
    QHash<QByteArray, Claims> m_claims;
    std::deque<QByteArray> m_byAge; // shares its bytes with the hash's keys
};

} // namespace guarita::gateway
