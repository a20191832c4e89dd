// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <utility>

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
    void append(QByteArrayView bytes)
    {
        // What was used up goes once it is the larger part: each byte is moved once at most on average.
        if (m_used > size()) {
            m_bytes.remove(0, m_used);
            m_used = 0;
        }
        m_bytes.append(bytes.data(), bytes.size());
    }
    /// Like append(), without a copy where there is nothing to append to.
    void add(QByteArray bytes)
    {
        if (isEmpty())
            assign(std::move(bytes));
        else
            append(bytes);
    }
    void consume(qsizetype count)
    {
        m_used += count;
        if (isEmpty())
            clear();
    }
    /// Without a copy if nothing was consumed.
    QByteArray takeAll()
    {
        QByteArray all = m_used == 0 ? std::move(m_bytes) : m_bytes.sliced(m_used);
        clear();
        return all;
    }
    void clear() { assign({}); }

private:
    QByteArray m_bytes;
    qsizetype m_used = 0;
};

} // namespace guarita::net
