// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace guarita::net {

/// Bytes that are used up from the front. Empty, it holds no memory.
class ByteQueue
{
public:
    bool isEmpty() const { return m_used == m_bytes.size(); }
    qsizetype size() const { return m_bytes.size() - m_used; }
    QByteArrayView view() const { return QByteArrayView(m_bytes).sliced(m_used); }

    void assign(QByteArray bytes)
    {
        m_bytes = std::move(bytes);
        m_used = 0;
    }
    void append(QByteArrayView bytes) { m_bytes.append(bytes.data(), bytes.size()); }
    void consume(qsizetype count)
    {
        m_used += count;
        if (isEmpty())
            clear();
    }
    void clear() { assign({}); }

private:
    QByteArray m_bytes;
    qsizetype m_used = 0;
};

} // namespace guarita::net
