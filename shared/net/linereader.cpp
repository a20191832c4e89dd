// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/linereader.h"

#include "net/characters.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace guarita::net {

namespace {

constexpr std::uint64_t everyByte(std::uint8_t byte)
{
    return byte * 0x0101010101010101ULL;
}

/// Whether one of eight bytes may be a control character (a tab gives a false alarm).
bool mayHoldControl(const char *eightBytes)
{
    std::uint64_t word;
    std::memcpy(&word, eightBytes, sizeof word);
    const std::uint64_t below0x20 = (word - everyByte(0x20)) & ~word;
    const std::uint64_t del = word ^ everyByte(0x7f);
    const std::uint64_t is0x7f = (del - everyByte(0x01)) & ~del;
    return ((below0x20 | is0x7f) & everyByte(0x80)) != 0;
}

/// The index of the first control character, or the size. Eight bytes at a time: this is the one loop that
/// sees every byte of a head.
qsizetype findControl(QByteArrayView bytes)
{
    constexpr qsizetype step = 8;
    const char *data = bytes.data();
    qsizetype i = 0;
    while (i < bytes.size()) {
        if (bytes.size() - i >= step && !mayHoldControl(data + i)) {
            i += step;
            continue;
        }
        const qsizetype end = std::min(i + step, bytes.size());
        for (; i < end; ++i) {
            if (characters::is(data[i], characters::Control))
                return i;
        }
    }
    return i;
}

} // namespace

LineReader::Outcome LineReader::refuse(Verdict verdict)
{
    m_verdict = verdict;
    return Outcome::Refused;
}

LineReader::Outcome LineReader::finish(QByteArrayView tail)
{
    if (m_partial.isEmpty()) {
        m_line = tail;
    } else {
        m_partial.append(tail);
        m_line = m_partial;
    }
    return Outcome::Line;
}

LineReader::Outcome LineReader::read(QByteArrayView &rest, qsizetype longest, Verdict tooLong)
{
    Q_ASSERT(!rest.isEmpty());
    const auto take = [&rest](qsizetype count) { rest = rest.sliced(count); };
    if (m_sawCr) {
        const bool ended = rest.front() == '\n';
        take(1);
        return ended ? finish({}) : refuse(&rejections::bareCr);
    }

    const qsizetype room = longest - m_partial.size();
    const QByteArrayView window = rest.first(std::min(rest.size(), room + 1));
    const qsizetype found = findControl(window);
    const QByteArrayView content = window.first(found);
    if (found == window.size()) {
        take(found);
        if (found > room)
            return refuse(tooLong);
        m_partial.append(content);
        return Outcome::NeedMore;
    }

    const char control = window[found];
    const bool lastByte = found + 1 == rest.size();
    const bool lineFeedFollows = !lastByte && rest[found + 1] == '\n';
    if (control != '\r') {
        take(found + 1);
        return refuse(control == '\n' ? &rejections::bareLf : &rejections::controlCharacter);
    }
    if (lastByte) {
        take(found + 1);
        m_partial.append(content);
        m_sawCr = true;
        return Outcome::NeedMore;
    }
    take(found + 2);
    return lineFeedFollows ? finish(content) : refuse(&rejections::bareCr);
}

void LineReader::next()
{
    m_line = {};
    m_sawCr = false;
    if (!m_partial.isEmpty())
        m_partial.resize(0); // keeps its capacity for the next line
}

void LineReader::release()
{
    m_line = {};
    m_sawCr = false;
    m_partial = QByteArray();
}

} // namespace guarita::net
