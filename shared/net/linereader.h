// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/framerejection.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace guarita::net {

/// Cuts lines out of a stream of pieces. A line ends with CR LF and with nothing else: a bare CR, a bare LF
/// and every control character but the tab are refused at their own position, so the answer does not depend
/// on how the bytes were cut. Each byte is looked at once; only an unfinished line is copied.
class LineReader
{
public:
    enum class Outcome { NeedMore, Line, Refused };

    /// Takes bytes from the front of `rest`, up to the end of one line. A line of more than `longest` bytes,
    /// its end not counted, is refused with `tooLong`; `longest` must not change within a line.
    Outcome read(QByteArrayView &rest, qsizetype longest, Verdict tooLong);

    /// After Line: the line without its end. Valid until next() and as long as the bytes given to read().
    QByteArrayView line() const { return m_line; }
    /// After Refused.
    Verdict verdict() const { return m_verdict; }

    /// The line was used.
    void next();
    /// next(), and gives the buffer back.
    void release();

    qsizetype bufferedBytes() const { return m_partial.size(); }

private:
    Outcome refuse(Verdict verdict);
    Outcome finish(QByteArrayView tail);

    QByteArray m_partial;
    QByteArrayView m_line;
    Verdict m_verdict = nullptr;
    bool m_sawCr = false;
};

} // namespace guarita::net
