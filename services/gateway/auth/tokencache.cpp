// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/tokencache.h"

namespace guarita::gateway {

TokenCache::TokenCache(std::size_t capacity)
    : m_capacity(capacity)
{
}

const Claims *TokenCache::find(const QByteArray &token) const
{
    const auto found = m_claims.constFind(token);
    return found == m_claims.cend() ? nullptr : &*found;
}

void TokenCache::insert(const QByteArray &token, const Claims &claims)
{
    if (m_capacity == 0 || m_claims.contains(token))
        return;
    if (m_byAge.size() == m_capacity) {
        m_claims.remove(m_byAge.front());
        m_byAge.pop_front();
    }
    m_claims.insert(token, claims);
    m_byAge.push_back(token);
}

} // namespace guarita::gateway
