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
constexpr std::size_t usualFields = 16;
constexpr qsizetype mostListedByConnection = 16; // beside close and keep-alive; each costs a search
// As much as Content-Length can say. Eight times that, which chunk lines may cost, fits into 63 bits.
constexpr qint64 mostInChunks = 999'999'999'999'999'999;
static_assert(mostInChunks < std::numeric_limits<qint64>::max() / 9);

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
    forget();
    m_toHead = toHead;
    m_begun = false;
    m_verdict = nullptr;
    m_phase = Phase::StatusLine;
}

/// Gives every buffer back.
void ResponseFramer::forget()
{
    m_line.release();
    m_body = {};
    m_arrived = {};
    m_interim = 0;
    m_close = false;
    beginHead();
}

void ResponseFramer::beginHead()
{
    m_head = {};
    m_fields = FieldLines(m_limits.headBytes, m_limits.fields);
    m_listedByConnection = {};
    m_keepAlive = false;
    m_chunked = false;
}

ResponseFramer::Outcome ResponseFramer::read(QByteArrayView &rest)
{
    Outcome outcome = resting();
    while (outcome == Outcome::NeedMore && !rest.isEmpty()) {
        m_begun = true;
        switch (m_phase) {
        case Phase::StatusLine:
            outcome = readStatusLine(rest);
            break;
        case Phase::Fields:
            outcome = readField(rest);
            break;
        case Phase::Body:
            outcome = readBody(rest);
            break;
        case Phase::UntilClose:
            m_arrived.append(std::exchange(rest, {}));
            break;
        case Phase::Idle:
        case Phase::Refused:
            return resting();
        }
    }
    return outcome;
}

/// What is to be said when no byte is taken.
ResponseFramer::Outcome ResponseFramer::resting() const
{
    if (m_phase == Phase::Refused)
        return Outcome::Refused;
    return m_phase == Phase::Idle ? Outcome::Complete : Outcome::NeedMore;
}

ResponseFramer::Outcome ResponseFramer::ended()
{
    return m_phase == Phase::UntilClose ? complete() : resting();
}

QByteArray ResponseFramer::takeBody()
{
    return m_phase == Phase::Body ? m_body.takeBody() : std::exchange(m_arrived, {});
}

qsizetype ResponseFramer::bufferedBytes() const
{
    qsizetype bytes =
        m_line.bufferedBytes() + m_fields.bufferedBytes() + m_body.bufferedBytes() + m_arrived.size();
    for (const HeaderField &field : m_head.headers)
        bytes += field.name.size() + field.value.size();
    for (const QByteArray &name : m_listedByConnection)
        bytes += name.size();
    return bytes;
}

ResponseFramer::Outcome ResponseFramer::refuse(Verdict verdict)
{
    forget();
    m_verdict = verdict;
    m_phase = Phase::Refused;
    return Outcome::Refused;
}

/// The head and what was not taken of the body stay; the readers' buffers do not.
ResponseFramer::Outcome ResponseFramer::complete()
{
    if (m_phase == Phase::Body)
        m_arrived = m_body.takeBody();
    m_body = {};
    m_fields.release();
    m_phase = Phase::Idle;
    return Outcome::Complete;
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
    m_line.release();
    if (!line)
        return refuse(&rejections::badStatusLine);
    if (line->status == 101)
        return refuse(&rejections::unaskedUpgrade);
    m_head.status = line->status;
    m_head.headers.reserve(usualFields);
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
    const FieldRole role = findKnownField(LowerName(parts.name).view()).role;
    switch (role) {
    case FieldRole::HopByHop:
        return nullptr;
    case FieldRole::Connection:
        return addConnection(parts.value);
    case FieldRole::ContentLength:
        return setLength(parts.value);
    case FieldRole::TransferEncoding:
        return setTransferEncoding(parts.value);
    default:
        return keep(parts, role == FieldRole::Singleton);
    }
}

Verdict ResponseFramer::keep(const FieldLine &parts, bool once)
{
    if (once && m_head.headers.contains(parts.name))
        return &rejections::duplicateField;
    m_head.headers.append(parts.name.toByteArray(), parts.value.toByteArray());
    return nullptr;
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

/// A list of tokens; empty elements are allowed (RFC 9110, 5.6.1.2). What is none tells nothing, so nobody
/// relies on the connection.
Verdict ResponseFramer::addConnection(QByteArrayView value)
{
    FieldCursor cursor(value);
    do {
        cursor.skipBlanks();
        const LowerName option(cursor.token());
        cursor.skipBlanks();
        if (option.view() == QByteArrayView("close")) {
            m_close = true;
        } else if (option.view() == QByteArrayView("keep-alive")) {
            m_keepAlive = true;
        } else if (!option.view().isEmpty()) {
            if (m_listedByConnection.size() == mostListedByConnection)
                return &rejections::badConnection;
            m_listedByConnection.append(option.view().toByteArray());
        }
    } while (cursor.take(','));
    m_close = m_close || !cursor.atEnd();
    return nullptr;
}

/// RFC 9110, 7.6.1. Without a field that every recipient is meant to see (a Cache-Control, a Content-Length)
/// it would be another answer. Transfer-Encoding may be listed: it is of this hop alone, and was read.
Verdict ResponseFramer::dropListedByConnection()
{
    for (const QByteArray &name : std::exchange(m_listedByConnection, {})) {
        const FieldRole role = findKnownField(name).role;
        if (role == FieldRole::HopByHop || role == FieldRole::Connection ||
            role == FieldRole::TransferEncoding)
            continue;
        if (role != FieldRole::Unknown)
            return &rejections::connectionListsEndToEndField;
        m_head.headers.remove(name);
    }
    return nullptr;
}

/// RFC 9112, 6.3; for interim answers RFC 9110, 8.6, and RFC 9112, 6.1: a reader that believes in the body
/// would take the next answer for it.
Verdict ResponseFramer::judgeFraming() const
{
    if (m_chunked && m_head.contentLength)
        return &rejections::contentLengthWithTransferEncoding;
    if (m_chunked && !m_http11)
        return &rejections::transferEncodingOnHttp10;
    const bool saysItHasBody = m_chunked || m_head.contentLength.value_or(0) > 0;
    return m_head.status < 200 && saysItHasBody ? &rejections::interimAnswerWithBody : nullptr;
}

ResponseFramer::Outcome ResponseFramer::endHead()
{
    for (const Verdict verdict : {judgeFraming(), dropListedByConnection()}) {
        if (verdict)
            return refuse(verdict);
    }
    if (m_head.status < 200)
        return endInterim();
    m_fields.release();
    planBody();
    beginBody();
    return Outcome::Head;
}

ResponseFramer::Outcome ResponseFramer::endInterim()
{
    if (++m_interim > mostInterimAnswers)
        return refuse(&rejections::tooManyInterimAnswers);
    beginHead();
    m_phase = Phase::StatusLine;
    return Outcome::NeedMore;
}

/// RFC 9112, 6.3 and 9.3.
void ResponseFramer::planBody()
{
    const bool bodyless = m_toHead || isBodyless(m_head.status);
    if (bodyless)
        m_head.bodyLength = 0;
    else if (!m_chunked)
        m_head.bodyLength = m_head.contentLength;
    m_phase = bodyless || m_chunked || m_head.bodyLength ? Phase::Body : Phase::UntilClose;

    // RFC 9110, 8.6, and RFC 9112, 6.1: a 204 has neither field, so its sender may well send a body.
    const bool doubtful = m_head.status == 204 && (m_chunked || m_head.contentLength.value_or(0) > 0);
    if (m_head.status == 204)
        m_head.contentLength.reset();
    m_head.keepAlive = !m_close && (m_http11 || m_keepAlive) && m_phase != Phase::UntilClose && !doubtful;
}

void ResponseFramer::beginBody()
{
    if (m_phase != Phase::Body)
        return;
    BodyPlan plan;
    plan.length = m_head.bodyLength.value_or(0);
    plan.chunked = !m_head.bodyLength;
    plan.anyTrailer = true;
    if (m_body.begin(plan, mostInChunks, BodyReader::neverLarge) == BodyReader::Outcome::Complete)
        complete();
}

ResponseFramer::Outcome ResponseFramer::readBody(QByteArrayView &rest)
{
    switch (m_body.read(rest, m_fields)) {
    case BodyReader::Outcome::Complete:
        return complete();
    case BodyReader::Outcome::Refused:
        return refuse(m_body.verdict());
    case BodyReader::Outcome::NeedMore:
    case BodyReader::Outcome::Large:
        break;
    }
    return Outcome::NeedMore;
}

} // namespace guarita::net
