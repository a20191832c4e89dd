// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/responseframer.h"

#include "net/characters.h"
#include "net/fieldcursor.h"
#include "net/fieldline.h"
#include "net/knownfields.h"
#include "net/messagelength.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace guarita::net {

namespace {

constexpr qsizetype longestStatusLine = 8 * 1024;
constexpr int mostInterimAnswers = 16;
constexpr std::size_t usualFields = 16;
constexpr qint64 endless = std::numeric_limits<qint64>::max();

struct StatusLine
{
    int status = 0;
    bool http11 = false;
};

/// RFC 9112, 4: a reason may be missing together with the space in front of it, as some servers write it.
std::optional<StatusLine> parseStatusLine(QByteArrayView line)
{
    using characters::isDigit;
    constexpr qsizetype versionEnd = 8;
    constexpr qsizetype statusEnd = versionEnd + 4;
    if (line.size() < statusEnd || !line.startsWith("HTTP/1.") || !isDigit(line[7]) ||
        line[versionEnd] != ' ' || (line.size() > statusEnd && line[statusEnd] != ' '))
        return std::nullopt;
    int status = 0;
    for (const char c : line.sliced(versionEnd + 1, 3)) {
        if (!isDigit(c))
            return std::nullopt;
        status = status * 10 + (c - '0');
    }
    if (status < 100 || status > 599)
        return std::nullopt;
    return StatusLine{status, line[7] != '0'};
}

bool isBodyless(int status)
{
    return status == 204 || status == 304;
}

} // namespace

void ResponseFramer::begin(bool toHead)
{
    m_toHead = toHead;
    m_begun = false;
    m_interim = 0;
    m_phase = Phase::StatusLine;
    m_untilClose.clear();
    beginHead();
}

void ResponseFramer::beginHead()
{
    m_head = {};
    m_head.headers.reserve(usualFields);
    m_fields = FieldLines(m_limits.headBytes, m_limits.fields);
    m_listedByConnection.clear();
    m_close = false;
    m_keepAlive = false;
    m_chunked = false;
}

ResponseFramer::Outcome ResponseFramer::read(QByteArrayView &rest)
{
    while (!rest.isEmpty()) {
        m_begun = true;
        Outcome outcome = Outcome::NeedMore;
        switch (m_phase) {
        case Phase::StatusLine:
            outcome = readStatusLine(rest);
            break;
        case Phase::Fields:
            outcome = readField(rest);
            break;
        case Phase::Body:
            return readBody(rest);
        case Phase::UntilClose:
            m_untilClose.append(std::exchange(rest, {}));
            break;
        }
        if (outcome != Outcome::NeedMore)
            return outcome;
    }
    // A body of no bytes ends without any.
    return m_phase == Phase::Body && m_head.bodyLength == qint64(0) ? Outcome::Complete : Outcome::NeedMore;
}

ResponseFramer::Outcome ResponseFramer::ended()
{
    return m_phase == Phase::UntilClose ? Outcome::Complete : Outcome::NeedMore;
}

QByteArray ResponseFramer::takeBody()
{
    return m_phase == Phase::UntilClose ? std::exchange(m_untilClose, {}) : m_body.takeBody();
}

ResponseFramer::Outcome ResponseFramer::refuse(Verdict verdict)
{
    m_verdict = verdict;
    return Outcome::Refused;
}

ResponseFramer::Outcome ResponseFramer::readStatusLine(QByteArrayView &rest)
{
    switch (m_line.read(rest, longestStatusLine, &rejections::badStatusLine)) {
    case LineReader::Outcome::NeedMore:
        return Outcome::NeedMore;
    case LineReader::Outcome::Refused:
        return refuse(m_line.verdict());
    case LineReader::Outcome::Line:
        break;
    }
    const std::optional<StatusLine> line = parseStatusLine(m_line.line());
    m_line.next();
    if (!line)
        return refuse(&rejections::badStatusLine);
    if (line->status == 101)
        return refuse(&rejections::unaskedUpgrade);
    m_head.status = line->status;
    m_http11 = line->http11;
    m_phase = Phase::Fields;
    return Outcome::NeedMore;
}

ResponseFramer::Outcome ResponseFramer::readField(QByteArrayView &rest)
{
    switch (m_fields.read(rest)) {
    case LineReader::Outcome::NeedMore:
        return Outcome::NeedMore;
    case LineReader::Outcome::Refused:
        return refuse(m_fields.verdict());
    case LineReader::Outcome::Line:
        break;
    }
    const bool last = m_fields.line().isEmpty();
    const Verdict verdict = last ? nullptr : field(m_fields.line());
    m_fields.next();
    if (verdict)
        return refuse(verdict);
    return last ? endHead() : Outcome::NeedMore;
}

Verdict ResponseFramer::field(QByteArrayView line)
{
    FieldLine parts;
    if (const Verdict verdict = parseFieldLine(line, parts))
        return verdict;
    switch (findKnownField(LowerName(parts.name).view()).role) {
    case FieldRole::HopByHop:
        return nullptr;
    case FieldRole::Connection:
        addConnection(parts.value);
        return nullptr;
    case FieldRole::ContentLength:
        return setLength(parts.value);
    case FieldRole::TransferEncoding:
        return setTransferEncoding(parts.value);
    default:
        m_head.headers.append(parts.name.toByteArray(), parts.value.toByteArray());
        return nullptr;
    }
}

Verdict ResponseFramer::setLength(QByteArrayView value)
{
    if (m_head.contentLength)
        return &rejections::duplicateContentLength;
    m_head.contentLength = parseContentLength(value);
    return m_head.contentLength ? nullptr : &rejections::badContentLength;
}

Verdict ResponseFramer::setTransferEncoding(QByteArrayView value)
{
    if (std::exchange(m_chunked, true))
        return &rejections::duplicateTransferEncoding;
    return judgeTransferEncoding(value);
}

void ResponseFramer::addConnection(QByteArrayView value)
{
    FieldCursor cursor(value);
    do {
        cursor.skipBlanks();
        const LowerName option(cursor.token());
        cursor.skipBlanks();
        if (option.view() == QByteArrayView("close"))
            m_close = true;
        else if (option.view() == QByteArrayView("keep-alive"))
            m_keepAlive = true;
        else if (!option.view().isEmpty())
            m_listedByConnection.append(option.view().toByteArray());
    } while (cursor.take(','));
    m_close = m_close || !cursor.atEnd();
}

ResponseFramer::Outcome ResponseFramer::endHead()
{
    if (const Verdict verdict = judgeFraming())
        return refuse(verdict);
    if (m_head.status < 200) {
        if (++m_interim > mostInterimAnswers)
            return refuse(&rejections::tooManyInterimAnswers);
        m_phase = Phase::StatusLine;
        beginHead();
        return Outcome::NeedMore;
    }
    for (const QByteArray &name : std::as_const(m_listedByConnection))
        m_head.headers.remove(name);

    const bool bodyless = m_toHead || isBodyless(m_head.status);
    if (bodyless)
        m_head.bodyLength = 0;
    else if (!m_chunked)
        m_head.bodyLength = m_head.contentLength;
    const bool untilClose = !bodyless && !m_chunked && !m_head.bodyLength;
    // RFC 9110, 8.6, and RFC 9112, 6.1: a 204 has neither field, so its sender may well send a body.
    const bool doubtful = m_head.status == 204 && (m_chunked || m_head.contentLength.value_or(0) > 0);
    m_head.keepAlive = !m_close && (m_http11 || m_keepAlive) && !untilClose && !doubtful;

    m_phase = untilClose ? Phase::UntilClose : Phase::Body;
    if (!untilClose) {
        m_body = {};
        BodyPlan plan;
        plan.length = m_head.bodyLength.value_or(0);
        plan.chunked = !bodyless && m_chunked;
        plan.anyTrailer = true;
        m_body.begin(plan, endless, BodyReader::neverLarge);
    }
    return Outcome::Head;
}

/// RFC 9112, 6.3.
Verdict ResponseFramer::judgeFraming()
{
    if (m_chunked && m_head.contentLength)
        return &rejections::contentLengthWithTransferEncoding;
    return m_chunked && !m_http11 ? &rejections::transferEncodingOnHttp10 : nullptr;
}

ResponseFramer::Outcome ResponseFramer::readBody(QByteArrayView &rest)
{
    if (m_head.bodyLength == qint64(0))
        return Outcome::Complete;
    switch (m_body.read(rest, m_fields)) {
    case BodyReader::Outcome::Complete:
        return Outcome::Complete;
    case BodyReader::Outcome::Refused:
        return refuse(m_body.verdict());
    case BodyReader::Outcome::NeedMore:
    case BodyReader::Outcome::Large:
        break;
    }
    return Outcome::NeedMore;
}

} // namespace guarita::net
