// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/bodyreader.h"

#include "net/messagelength.h"

#include <algorithm>

namespace guarita::net {

BodyReader::Outcome BodyReader::begin(const BodyPlan &plan, qint64 limit, qint64 largeAbove)
{
    m_limit = limit;
    m_left = plan.length;
    m_anyTrailer = plan.anyTrailer;
    m_phase = plan.chunked ? Phase::ChunkLine : Phase::Fixed;
    if (!plan.chunked && plan.length > largeAbove)
        return Outcome::Large;
    m_largeAbove = largeAbove;
    return plan.chunked || plan.length > 0 ? Outcome::NeedMore : Outcome::Complete;
}

BodyReader::Outcome BodyReader::read(QByteArrayView &rest, FieldLines &trailers)
{
    Outcome outcome = Outcome::NeedMore;
    while (outcome == Outcome::NeedMore && !rest.isEmpty()) {
        switch (m_phase) {
        case Phase::Fixed:
            outcome = readFixed(rest);
            break;
        case Phase::ChunkLine:
            outcome = readChunkLine(rest);
            break;
        case Phase::ChunkData:
            outcome = readChunkData(rest);
            break;
        case Phase::ChunkEnd:
            outcome = readChunkEnd(rest);
            break;
        case Phase::Trailers:
            outcome = readTrailer(rest, trailers);
            break;
        }
        m_begun = true;
    }
    return outcome;
}

BodyReader::Outcome BodyReader::refuse(Verdict verdict)
{
    m_verdict = verdict;
    return Outcome::Refused;
}

/// At most `most` bytes, and m_left.
void BodyReader::append(QByteArrayView &rest, qint64 most)
{
    const QByteArrayView part = rest.first(std::min({qint64(rest.size()), m_left, most}));
    m_body.append(part);
    m_left -= part.size();
    rest = rest.sliced(part.size());
}

BodyReader::Outcome BodyReader::readFixed(QByteArrayView &rest)
{
    constexpr qint64 firstReserve = 16 * 1024;
    if (!m_begun)
        m_body.reserve(std::min(m_left, std::max<qint64>(rest.size(), firstReserve)));
    append(rest, m_left);
    return m_left == 0 ? Outcome::Complete : Outcome::NeedMore;
}

BodyReader::Outcome BodyReader::readChunkLine(QByteArrayView &rest)
{
    switch (m_line.read(rest, longestChunkLine, &rejections::chunkLineTooLong)) {
    case LineReader::Outcome::NeedMore:
        return Outcome::NeedMore;
    case LineReader::Outcome::Refused:
        return refuse(m_line.verdict());
    case LineReader::Outcome::Line:
        break;
    }
    const Outcome outcome = beginChunk(m_line.line());
    m_line.next();
    return outcome;
}

BodyReader::Outcome BodyReader::beginChunk(QByteArrayView line)
{
    std::uint64_t size = 0;
    if (const Verdict verdict = parseChunkLine(line, size))
        return refuse(verdict);
    if (size > static_cast<std::uint64_t>(m_limit - received()))
        return refuse(&rejections::bodyTooLarge);
    m_left = static_cast<qint64>(size);
    constexpr qint64 lineEnds = 4; // behind the line and behind the chunk
    m_overhead += line.size() + lineEnds;
    if (!isChunkOverheadAllowed(m_overhead, received() + m_left))
        return refuse(&rejections::chunkOverhead);
    m_phase = size == 0 ? Phase::Trailers : Phase::ChunkData;
    return Outcome::NeedMore;
}

BodyReader::Outcome BodyReader::readChunkData(QByteArrayView &rest)
{
    append(rest, m_largeAbove == neverLarge ? m_left : m_largeAbove + 1 - received());
    if (m_left == 0)
        m_phase = Phase::ChunkEnd;
    if (received() <= m_largeAbove)
        return Outcome::NeedMore;
    m_largeAbove = neverLarge;
    return Outcome::Large;
}

BodyReader::Outcome BodyReader::readChunkEnd(QByteArrayView &rest)
{
    switch (m_line.read(rest, 0, &rejections::badChunkEnd)) {
    case LineReader::Outcome::NeedMore:
        return Outcome::NeedMore;
    case LineReader::Outcome::Refused:
        return refuse(m_line.verdict());
    case LineReader::Outcome::Line:
        break;
    }
    m_line.next();
    m_phase = Phase::ChunkLine;
    return Outcome::NeedMore;
}

BodyReader::Outcome BodyReader::readTrailer(QByteArrayView &rest, FieldLines &trailers)
{
    switch (trailers.read(rest)) {
    case LineReader::Outcome::NeedMore:
        return Outcome::NeedMore;
    case LineReader::Outcome::Refused:
        return refuse(trailers.verdict());
    case LineReader::Outcome::Line:
        break;
    }
    if (trailers.line().isEmpty())
        return Outcome::Complete;
    if (const Verdict verdict = HeadReader::trailer(trailers.line(), m_anyTrailer))
        return refuse(verdict);
    trailers.next();
    return Outcome::NeedMore;
}

} // namespace guarita::net
