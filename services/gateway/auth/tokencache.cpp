// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/tokencache.h"

namespace guarita::gateway {

TokenCache::TokenCache(std::size_t capacity)
    : m_capacity(capacity)
{
}

const Claims *TokenCache::find(QByteArrayView token) const
{
    const auto found = m_claims.constFind(QByteArray::fromRawData(token.data(), token.size()));
    return found == m_claims.cend() ? nullptr : &*found;
}

void TokenCache::insert(QByteArrayView token, const Claims &claims)
{
    if (m_capacity == 0 || find(token))
        return;
    if (m_byAge.size() == m_capacity) {
        m_claims.remove(m_byAge.front());
        m_byAge.pop_front();
    }
    m_byAge.push_back(token.toByteArray());
    m_claims.insert(m_byAge.back(), claims);
}

} // namespace guarita::gateway
