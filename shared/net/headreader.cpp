// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/headreader.h"

#include "net/fieldcursor.h"
#include "net/fieldline.h"
#include "net/hostvalue.h"
#include "net/messagelength.h"
#include "net/requestline.h"
#include "net/requesttarget.h"

#include <algorithm>

namespace guarita::net {

namespace {

constexpr std::size_t usualFields = 12;
// Longer than any DNS name even if every byte is encoded; what is forwarded repeats it.
constexpr qsizetype longestHost = 1024;
constexpr std::size_t mostListedByConnection = 16; // beside close and keep-alive; each costs a search

bool equalsIgnoringCase(QByteArrayView left, QByteArrayView right)
{
    return left.size() == right.size() &&
           qstrnicmp(left.data(), left.size(), right.data(), right.size()) == 0;
}

/// Without what `http` implies: an empty port means 80 (RFC 9110, 4.2.1). An IPv6 literal ends in a bracket.
QByteArrayView withoutDefaultPort(QByteArrayView authority)
{
    for (const QByteArrayView port : {QByteArrayView(":80"), QByteArrayView(":")}) {
        if (authority.endsWith(port))
            return authority.chopped(port.size());
    }
    return authority;
}

} // namespace

Verdict HeadReader::requestLine(QByteArrayView line)
{
    RequestLine parts;
    if (const Verdict verdict = parseRequestLine(line, parts))
        return verdict;
    m_frame.method = parts.method; // a refusal of a HEAD has no content, whatever else is wrong with it
    RequestTarget target;
    if (const Verdict verdict = parseRequestTarget(parts.target, target))
        return verdict;
    if (target.authority.size() > longestHost)
        return &rejections::badTargetAuthority;
    m_frame.http11 = parts.http11;
    m_frame.target = std::move(target.canonical);
    m_frame.path = std::move(target.path);
    m_frame.query = std::move(target.query);
    m_authority = std::move(target.authority);
    m_frame.headers.reserve(usualFields);
    return nullptr;
}

Verdict HeadReader::field(QByteArrayView line)
{
    FieldLine parts;
    if (const Verdict verdict = parseFieldLine(line, parts))
        return verdict;
    const LowerName name(parts.name);
    return use(findKnownField(name.view()), parts.value, name.view());
}

Verdict HeadReader::use(KnownField known, QByteArrayView value, QByteArrayView lowerName)
{
    switch (known.role) {
    case FieldRole::Unknown:
        return keep(lowerName.toByteArray(), value);
    case FieldRole::Singleton:
        if (m_frame.headers.contains(known.name))
            return &rejections::duplicateField;
        return keep(std::move(known.name), value);
    case FieldRole::EndToEnd:
        return keep(std::move(known.name), value);
    case FieldRole::HopByHop:
        return nullptr;
    case FieldRole::Connection:
        return addConnection(value);
    case FieldRole::ContentLength:
        return setContentLength(value);
    case FieldRole::Expect:
        (equalsIgnoringCase(value, "100-continue") ? m_expectsContinue : m_unknownExpectation) = true;
        return nullptr;
    case FieldRole::Host:
        return setHost(value);
    case FieldRole::TransferEncoding:
        return setTransferEncoding(value);
    }
    Q_UNREACHABLE();
    return nullptr;
}

Verdict HeadReader::keep(QByteArray name, QByteArrayView value)
{
    m_frame.headers.append(std::move(name), value.toByteArray());
    return nullptr;
}

Verdict HeadReader::setHost(QByteArrayView value)
{
    if (m_hasHost)
        return &rejections::duplicateHost;
    if (value.size() > longestHost || !isHostValue(value))
        return &rejections::badHost;
    m_hasHost = true;
    m_frame.host = value.toByteArray();
    return nullptr;
}

Verdict HeadReader::setContentLength(QByteArrayView value)
{
    if (m_contentLength >= 0)
        return &rejections::duplicateContentLength;
    const auto length = parseContentLength(value);
    if (!length)
        return &rejections::badContentLength;
    m_contentLength = *length;
    return nullptr;
}

Verdict HeadReader::setTransferEncoding(QByteArrayView value)
{
    if (m_hasTransferEncoding)
        return &rejections::duplicateTransferEncoding;
    m_hasTransferEncoding = true;
    m_transferEncodingVerdict = judgeTransferEncoding(value);
    return nullptr;
}

/// A list of tokens; empty elements are allowed (RFC 9110, 5.6.1.2).
Verdict HeadReader::addConnection(QByteArrayView value)
{
    FieldCursor cursor(value);
    do {
        cursor.skipBlanks();
        const QByteArrayView option = cursor.token();
        cursor.skipBlanks();
        if (equalsIgnoringCase(option, "close")) {
            m_close = true;
        } else if (equalsIgnoringCase(option, "keep-alive")) {
            m_keepAlive = true;
        } else if (!option.isEmpty()) {
            if (m_listedByConnection.size() == mostListedByConnection)
                return &rejections::badConnection;
            m_listedByConnection.push_back(LowerName(option).view().toByteArray());
        }
    } while (cursor.take(','));
    return cursor.atEnd() ? nullptr : &rejections::badConnection;
}

/// RFC 9110, 7.6.1 wants the listed fields dropped. A field that every recipient is meant to see must not be
/// listed: dropping an Authorization or a precondition would turn the request into another one.
Verdict HeadReader::dropListedByConnection()
{
    for (const QByteArray &name : m_listedByConnection) {
        const FieldRole role = findKnownField(name).role;
        if (role == FieldRole::HopByHop || role == FieldRole::Connection)
            continue;
        if (role != FieldRole::Unknown || name.startsWith("x-forwarded-"))
            return &rejections::connectionListsEndToEndField;
        m_frame.headers.remove(name);
    }
    return nullptr;
}

/// RFC 9112, 3.2.2 lets the target's authority win over a Host that differs. Here such a request is refused:
/// what can be read in two ways is read in both by somebody. HTTP/1.0 has no Host by right; the target then
/// is all there is.
Verdict HeadReader::judgeHost()
{
    if (m_frame.http11 && !m_hasHost)
        return &rejections::missingHost;
    if (m_authority.isEmpty())
        return nullptr;
    if (!m_hasHost) {
        m_frame.host = m_authority;
        return nullptr;
    }
    const bool same = equalsIgnoringCase(withoutDefaultPort(m_authority), withoutDefaultPort(m_frame.host));
    return same ? nullptr : &rejections::hostMismatch;
}

Verdict HeadReader::judgeLength() const
{
    if (!m_hasTransferEncoding)
        return nullptr;
    if (m_contentLength >= 0)
        return &rejections::contentLengthWithTransferEncoding;
    if (!m_frame.http11)
        return &rejections::transferEncodingOnHttp10;
    return m_transferEncodingVerdict;
}

Verdict HeadReader::finish(std::int64_t bodyLimit, BodyPlan &plan)
{
    for (const Verdict verdict : {judgeHost(), dropListedByConnection(), judgeLength()}) {
        if (verdict)
            return verdict;
    }
    if (m_frame.http11 && m_unknownExpectation)
        return &rejections::expectationFailed;
    if (m_contentLength > bodyLimit)
        return &rejections::bodyTooLarge;

    m_frame.keepAlive = !m_close && (m_frame.http11 || m_keepAlive);
    plan.length = std::max<std::int64_t>(m_contentLength, 0);
    plan.chunked = m_hasTransferEncoding;
    plan.expectsContinue = m_frame.http11 && m_expectsContinue;
    return nullptr;
}

Verdict HeadReader::trailer(QByteArrayView line, bool anyName)
{
    FieldLine parts;
    if (const Verdict verdict = parseFieldLine(line, parts))
        return verdict;
    const bool known = findKnownField(LowerName(parts.name).view()).role != FieldRole::Unknown;
    return known && !anyName ? &rejections::forbiddenTrailer : nullptr;
}

} // namespace guarita::net
