// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/linereader.h"

namespace guarita::net {

/// The field lines of one message, head and trailers together, within their limits. The line in line() is
/// empty at the end of a section.
class FieldLines
{
public:
    /// `bytes` with the line ends.
    FieldLines(qint64 bytes, int count)
        : m_bytesLeft(bytes)
        , m_countLeft(count)
    {
    }

    LineReader::Outcome read(QByteArrayView &rest);

    QByteArrayView line() const { return m_reader.line(); }
    Verdict verdict() const { return m_verdict; }
    void next() { m_reader.next(); }
    void release() { m_reader.release(); }
    qsizetype bufferedBytes() const { return m_reader.bufferedBytes(); }

private:
    LineReader m_reader;
    Verdict m_verdict = nullptr;
    qint64 m_bytesLeft;
    int m_countLeft;
};

} // namespace guarita::net
