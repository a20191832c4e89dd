// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/messageframer.h"

#include "net/headreader.h"
#include "net/linereader.h"
#include "net/messagelength.h"

#include <algorithm>
#include <optional>

namespace guarita::net {

class MessageFramer::Impl
{
public:
    explicit Impl(const FramerLimits &limits)
        : m_limits(limits)
    {
    }

    qsizetype consume(QByteArrayView bytes);
    State state() const;
    bool expectsContinue() const { return m_plan.expectsContinue && !m_bodyBegun && state() == State::Body; }
    FrameRejection rejection() const { return *m_verdict; }
    RequestFrame takeRequest();
    qsizetype bufferedBytes() const { return m_acceptedHead + m_line.bufferedBytes() + m_body.size(); }

private:
    enum class Phase {
        RequestLine,
        Fields,
        FixedBody,
        ChunkLine,
        ChunkData,
        ChunkEnd,
        Trailers,
        Complete,
        Rejected
    };

    void step(QByteArrayView &rest);
    std::optional<QByteArrayView> readLine(QByteArrayView &rest, qsizetype longest, Verdict tooLong);
    std::optional<QByteArrayView> readFieldLine(QByteArrayView &rest);
    void readRequestLine(QByteArrayView &rest);
    void readField(QByteArrayView &rest);
    void readFixedBody(QByteArrayView &rest);
    void readChunkLine(QByteArrayView &rest);
    void readChunkData(QByteArrayView &rest);
    void readChunkEnd(QByteArrayView &rest);
    void readTrailer(QByteArrayView &rest);
    void endHead();
    void appendBody(QByteArrayView &rest);
    void complete();
    void check(Verdict verdict);
    void free();

    const FramerLimits m_limits;
    HeadReader m_head;
    LineReader m_line;
    BodyPlan m_plan;
    QByteArray m_body;
    Verdict m_verdict = nullptr;
    qint64 m_bodyLeft = 0; // of the body, or of the chunk
    qint64 m_chunkOverhead = 0;
    qint64 m_fieldBytes = 0;      // with line ends
    qsizetype m_acceptedHead = 0; // what m_head holds, in bytes of the message
    int m_fieldCount = 0;
    Phase m_phase = Phase::RequestLine;
    bool m_skippedEmptyLine = false;
    bool m_bodyBegun = false;
};

qsizetype MessageFramer::Impl::consume(QByteArrayView bytes)
{
    QByteArrayView rest = bytes;
    while (!rest.isEmpty() && m_phase != Phase::Complete && m_phase != Phase::Rejected)
        step(rest);
    return bytes.size() - rest.size();
}

/// Takes at least one byte.
void MessageFramer::Impl::step(QByteArrayView &rest)
{
    switch (m_phase) {
    case Phase::RequestLine:
        return readRequestLine(rest);
    case Phase::Fields:
        return readField(rest);
    case Phase::FixedBody:
        return readFixedBody(rest);
    case Phase::ChunkLine:
        return readChunkLine(rest);
    case Phase::ChunkData:
        return readChunkData(rest);
    case Phase::ChunkEnd:
        return readChunkEnd(rest);
    case Phase::Trailers:
        return readTrailer(rest);
    case Phase::Complete:
    case Phase::Rejected:
        break;
    }
    Q_UNREACHABLE();
}

MessageFramer::State MessageFramer::Impl::state() const
{
    switch (m_phase) {
    case Phase::RequestLine:
        return m_line.bufferedBytes() == 0 ? State::Idle : State::Head;
    case Phase::Fields:
        return State::Head;
    case Phase::Complete:
        return State::Complete;
    case Phase::Rejected:
        return State::Rejected;
    default:
        return State::Body;
    }
}

/// The next whole line, if it is in and clean. It must be used up before m_line.next().
std::optional<QByteArrayView> MessageFramer::Impl::readLine(QByteArrayView &rest, qsizetype longest,
                                                            Verdict tooLong)
{
    switch (m_line.read(rest, longest, tooLong)) {
    case LineReader::Outcome::NeedMore:
        break;
    case LineReader::Outcome::Line:
        return m_line.line();
    case LineReader::Outcome::Refused:
        check(m_line.verdict());
        break;
    }
    return std::nullopt;
}

/// Counts the line too. An empty line is not a field and always has room.
std::optional<QByteArrayView> MessageFramer::Impl::readFieldLine(QByteArrayView &rest)
{
    constexpr qint64 lineEnd = 2;
    const qint64 room = std::max<qint64>(m_limits.headerBytes - m_fieldBytes - lineEnd, 0);
    const auto line = readLine(rest, room, &rejections::headersTooLarge);
    if (!line || line->isEmpty())
        return line;
    m_fieldBytes += line->size() + lineEnd;
    if (++m_fieldCount > m_limits.headerCount) {
        check(&rejections::tooManyHeaders);
        return std::nullopt;
    }
    return line;
}

void MessageFramer::Impl::readRequestLine(QByteArrayView &rest)
{
    const auto line = readLine(rest, m_limits.requestLine, &rejections::requestLineTooLong);
    if (!line)
        return;
    if (!line->isEmpty()) {
        m_acceptedHead = line->size();
        m_phase = Phase::Fields;
        check(m_head.requestLine(*line));
    } else if (m_skippedEmptyLine) {
        check(&rejections::leadingEmptyLines);
    } else {
        m_skippedEmptyLine = true;
    }
    m_line.next();
}

void MessageFramer::Impl::readField(QByteArrayView &rest)
{
    const auto line = readFieldLine(rest);
    if (!line)
        return;
    if (line->isEmpty()) {
        endHead();
    } else {
        m_acceptedHead += line->size();
        check(m_head.field(*line));
        m_line.next();
    }
}

void MessageFramer::Impl::endHead()
{
    m_line.release();
    if (const Verdict verdict = m_head.finish(m_limits.bodyBytes, m_plan))
        return check(verdict);
    m_bodyLeft = m_plan.length;
    if (m_plan.chunked)
        m_phase = Phase::ChunkLine;
    else if (m_bodyLeft > 0)
        m_phase = Phase::FixedBody;
    else
        complete();
}

/// At most m_bodyLeft bytes.
void MessageFramer::Impl::appendBody(QByteArrayView &rest)
{
    const QByteArrayView part = rest.first(std::min<qint64>(rest.size(), m_bodyLeft));
    m_body.append(part);
    m_bodyLeft -= part.size();
    rest = rest.sliced(part.size());
}

void MessageFramer::Impl::readFixedBody(QByteArrayView &rest)
{
    // The length is a promise only: memory follows the bytes that really come.
    constexpr qint64 firstReserve = 16 * 1024;
    if (!m_bodyBegun)
        m_body.reserve(std::min(m_bodyLeft, std::max<qint64>(rest.size(), firstReserve)));
    m_bodyBegun = true;
    appendBody(rest);
    if (m_bodyLeft == 0)
        complete();
}

void MessageFramer::Impl::readChunkLine(QByteArrayView &rest)
{
    m_bodyBegun = true;
    const auto line = readLine(rest, longestChunkLine, &rejections::chunkLineTooLong);
    if (!line)
        return;
    constexpr qint64 lineEnds = 4; // behind the line and behind the chunk
    m_chunkOverhead += line->size() + lineEnds;
    std::uint64_t size = 0;
    const Verdict verdict = parseChunkLine(*line, size);
    m_line.next();
    if (verdict)
        return check(verdict);
    if (size > static_cast<std::uint64_t>(m_limits.bodyBytes - m_body.size()))
        return check(&rejections::bodyTooLarge);
    m_bodyLeft = static_cast<qint64>(size);
    if (!isChunkOverheadAllowed(m_chunkOverhead, m_body.size() + m_bodyLeft))
        return check(&rejections::chunkOverhead);
    m_phase = size == 0 ? Phase::Trailers : Phase::ChunkData;
}

void MessageFramer::Impl::readChunkData(QByteArrayView &rest)
{
    appendBody(rest);
    if (m_bodyLeft == 0)
        m_phase = Phase::ChunkEnd;
}

void MessageFramer::Impl::readChunkEnd(QByteArrayView &rest)
{
    if (!readLine(rest, 0, &rejections::badChunkEnd))
        return;
    m_line.next();
    m_phase = Phase::ChunkLine;
}

void MessageFramer::Impl::readTrailer(QByteArrayView &rest)
{
    const auto line = readFieldLine(rest);
    if (!line)
        return;
    if (line->isEmpty()) {
        complete();
    } else {
        check(HeadReader::trailer(*line));
        m_line.next();
    }
}

void MessageFramer::Impl::complete()
{
    m_line.release();
    m_phase = Phase::Complete;
}

void MessageFramer::Impl::check(Verdict verdict)
{
    if (!verdict)
        return;
    free();
    m_verdict = verdict;
    m_phase = Phase::Rejected;
}

/// Forgets the message and gives every buffer back.
void MessageFramer::Impl::free()
{
    m_head = HeadReader();
    m_line.release();
    m_body = QByteArray();
    m_acceptedHead = 0;
}

RequestFrame MessageFramer::Impl::takeRequest()
{
    Q_ASSERT(m_phase == Phase::Complete);
    RequestFrame frame = std::move(m_head.frame());
    frame.body = std::move(m_body);
    free();
    m_plan = {};
    m_bodyLeft = 0;
    m_chunkOverhead = 0;
    m_fieldBytes = 0;
    m_fieldCount = 0;
    m_skippedEmptyLine = false;
    m_bodyBegun = false;
    m_phase = Phase::RequestLine;
    return frame;
}

MessageFramer::MessageFramer(const FramerLimits &limits)
    : m_impl(std::make_unique<Impl>(limits))
{
}
MessageFramer::~MessageFramer() = default;
MessageFramer::MessageFramer(MessageFramer &&) noexcept = default;
MessageFramer &MessageFramer::operator=(MessageFramer &&) noexcept = default;

qsizetype MessageFramer::consume(QByteArrayView bytes)
{
    return m_impl->consume(bytes);
}

MessageFramer::State MessageFramer::state() const
{
    return m_impl->state();
}

bool MessageFramer::expectsContinue() const
{
    return m_impl->expectsContinue();
}

FrameRejection MessageFramer::rejection() const
{
    return m_impl->rejection();
}

RequestFrame MessageFramer::takeRequest()
{
    return m_impl->takeRequest();
}

qsizetype MessageFramer::bufferedBytes() const
{
    return m_impl->bufferedBytes();
}

} // namespace guarita::net
