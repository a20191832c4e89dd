// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/fieldlines.h"

#include <algorithm>

namespace guarita::net {

LineReader::Outcome FieldLines::read(QByteArrayView &rest)
{
    using Outcome = LineReader::Outcome;
    constexpr qint64 lineEnd = 2;
    const qint64 room = std::max<qint64>(m_bytesLeft - lineEnd, 0); // an empty line always has room
    const Outcome outcome = m_reader.read(rest, room, &rejections::headersTooLarge);
    if (outcome == Outcome::Refused)
        m_verdict = m_reader.verdict();
    if (outcome != Outcome::Line || m_reader.line().isEmpty())
        return outcome;
    m_bytesLeft -= m_reader.line().size() + lineEnd;
    if (--m_countLeft >= 0)
        return outcome;
    m_verdict = &rejections::tooManyHeaders;
    return Outcome::Refused;
}

} // namespace guarita::net
