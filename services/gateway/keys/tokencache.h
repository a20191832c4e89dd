// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QHash>

#include <cstddef>
#include <deque>

namespace guarita::gateway {

/// Remembers what tokens say whose signature was found right, so that the next request with the same token
/// costs a look-up instead of a signature and a JSON document. Whoever asks must still compare the times in
/// it with the clock: a remembered token expires like any other.
///
/// Bounded; the oldest goes first. Only valid tokens get in, so strangers can neither fill it nor choose its
/// keys, and QHash's per-process seed keeps the time of a look-up from telling anything about the tokens in
/// it.
template <typename Said>
class TokenCache
{
public:
    explicit TokenCache(std::size_t capacity)
        : m_capacity(capacity)
    {
    }

    /// What it says, or nullptr. Valid until the cache is changed.
    const Said *find(QByteArrayView token) const
    {
        const auto found = m_said.constFind(QByteArray::fromRawData(token.data(), token.size()));
        return found == m_said.cend() ? nullptr : &*found;
    }

    void insert(QByteArrayView token, const Said &said)
    {
        if (m_capacity == 0 || find(token))
            return;
        if (m_byAge.size() == m_capacity) {
            m_said.remove(m_byAge.front());
            m_byAge.pop_front();
        }
        m_byAge.push_back(token.toByteArray());
        m_said.insert(m_byAge.back(), said);
    }

    void clear()
    {
        m_said.clear();
        m_byAge.clear();
    }

    std::size_t size() const { return m_byAge.size(); }

private:
    std::size_t m_capacity;
    QHash<QByteArray, Said> m_said;
    std::deque<QByteArray> m_byAge; // shares its bytes with the hash's keys
};

} // namespace guarita::gateway
