// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/incomingbody.h"

#include <algorithm>

namespace guarita::net {

QByteArray IncomingBody::take(qint64 most)
{
    const bool wasFull = full();
    const QByteArray bytes = m_bytes.view().first(std::min<qint64>(most, m_bytes.size())).toByteArray();
    m_bytes.consume(bytes.size());
    if (wasFull && !full() && m_onRoom)
        m_onRoom();
    return bytes;
}

void IncomingBody::put(QByteArrayView bytes)
{
    if (m_state != State::Coming || bytes.isEmpty())
        return;
    m_received += bytes.size();
    m_bytes.append(bytes);
    tell();
}

void IncomingBody::end(State state)
{
    if (m_state != State::Coming)
        return;
    m_state = state;
    if (state == State::Broken)
        m_bytes.clear();
    tell();
}

/// What is told may replace or drop what is called.
void IncomingBody::tell()
{
    if (const auto told = m_onProgress)
        told();
}

} // namespace guarita::net
