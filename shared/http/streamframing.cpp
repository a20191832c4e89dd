// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/streamframing.h"

namespace guarita::http {

QByteArray StreamFraming::wrap(QByteArray bytes)
{
    Q_ASSERT(!bytes.isEmpty() && takes(bytes.size()));
    if (m_kind == Kind::Length)
        m_left -= bytes.size();
    if (m_kind != Kind::Chunked)
        return bytes;
    QByteArray chunk;
    chunk.reserve(bytes.size() + mostAround); // 16 digits and two line ends at most, and the last chunk
    chunk.append(QByteArray::number(bytes.size(), 16)).append("\r\n").append(bytes).append("\r\n");
    return chunk;
}

QByteArray StreamFraming::last() const
{
    return m_kind == Kind::Chunked ? QByteArrayLiteral("0\r\n\r\n") : QByteArray();
}

} // namespace guarita::http
