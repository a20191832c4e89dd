// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/http2request.h"

#include "net/characters.h"

#include <algorithm>
#include <utility>

namespace guarita::net {

namespace {

constexpr qint64 fieldOverhead = 32; // RFC 9113, 6.5.2
constexpr qint64 timesTheLimit = 2;

bool hasNone(QByteArrayView text, unsigned bits)
{
    return std::none_of(text.begin(), text.end(), [=](char c) { return characters::is(c, bits); });
}

} // namespace

Http2Request::Http2Request(const FramerLimits &limits)
    : m_framer(limits)
    , m_limits(limits)
{
}

bool Http2Request::field(QByteArrayView name, QByteArrayView value)
{
    m_fieldBytes += name.size() + value.size() + fieldOverhead;
    if (m_fieldBytes > timesTheLimit * m_limits.headerBytes)
        return false;
    if (!rejection())
        read(name, value);
    return true;
}

void Http2Request::read(QByteArrayView name, QByteArrayView value)
{
    // In the text of HTTP/1.1 they would end a line or a word.
    if (!hasNone(value, characters::Control) || !hasNone(name, characters::Control))
        return reject(rejections::controlCharacter);
    if (name.startsWith(':'))
        return pseudoField(name, value);
    if (std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) ||
        name.contains(':'))
        return reject(rejections::badFieldName);
    beginFields();
    if (name == "host" && !m_headEnded)
        host(value);
    else if (name == "cookie" && !m_headEnded)
        cookie(value);
    else
        writeField(name, value);
}

void Http2Request::pseudoField(QByteArrayView name, QByteArrayView value)
{
    if (m_begun)
        return reject(rejections::badFieldName);
    if (name == ":method")
        m_method = value.toByteArray();
    else if (name == ":path")
        m_path = value.toByteArray();
    else if (name == ":authority")
        m_authority = value.toByteArray();
    else if (name != ":scheme")
        reject(rejections::badFieldName);
}

void Http2Request::beginFields()
{
    if (std::exchange(m_begun, true))
        return;
    m_headRequest = m_method == "HEAD";
    if (m_method == "CONNECT" && m_path.isEmpty())
        m_path = "/"; // it has none; the framer says that the method is not served
    if (m_method.contains(' '))
        return reject(rejections::badMethod);
    if (!m_path.startsWith('/'))
        return reject(rejections::badTargetForm);
    if (m_path.contains(' ') || m_path.contains('\t'))
        return reject(rejections::badTargetCharacter);
    write(m_method + ' ' + m_path + " HTTP/1.1\r\n");
    m_method.clear();
    m_path.clear();
}

/// RFC 9113, 8.3.1: it is the authority's twin.
void Http2Request::host(QByteArrayView value)
{
    if (m_authority.isEmpty())
        m_authority = value.toByteArray();
    else if (m_authority.compare(value.toByteArray(), Qt::CaseInsensitive) != 0)
        reject(rejections::hostMismatch);
}

/// RFC 9113, 8.2.3: it may come in pieces.
void Http2Request::cookie(QByteArrayView value)
{
    if (m_cookie.size() + value.size() > m_limits.headerBytes)
        return reject(rejections::headersTooLarge);
    if (!m_cookie.isEmpty())
        m_cookie += "; ";
    m_cookie += value;
}

void Http2Request::writeField(QByteArrayView name, QByteArrayView value)
{
    if (m_headEnded && !std::exchange(m_trailer, true) && m_chunked)
        write("0\r\n");
    if (m_trailer && !m_chunked)
        return; // behind content of a length that was told there is no place for it, nor a use
    m_lengthTold = m_lengthTold || name == "content-length";
    write(name.toByteArray() + ": " + value.toByteArray() + "\r\n");
}

void Http2Request::endHead(bool contentFollows)
{
    if (!m_rejection)
        beginFields();
    if (!m_authority.isEmpty())
        writeField("host", m_authority);
    if (!m_cookie.isEmpty())
        writeField("cookie", m_cookie);
    m_authority.clear();
    m_cookie.clear();
    m_chunked = contentFollows && !m_lengthTold;
    write(m_chunked ? "transfer-encoding: chunked\r\n\r\n" : "\r\n");
    m_headEnded = true;
}

void Http2Request::content(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return; // an empty chunk would be the last
    if (m_chunked)
        write(QByteArray::number(bytes.size(), 16) + "\r\n");
    write(bytes);
    if (m_chunked)
        write("\r\n");
}

void Http2Request::end()
{
    if (m_chunked)
        write(m_trailer ? QByteArrayView("\r\n") : QByteArrayView("0\r\n\r\n"));
    if (!rejection() && !complete())
        reject(rejections::badContentLength);
}

/// Nothing may stand behind the message's end.
void Http2Request::write(QByteArrayView bytes)
{
    if (rejection())
        return;
    qsizetype taken = m_framer.consume(bytes);
    if (m_framer.state() == MessageFramer::State::Large) {
        m_headBytes = m_framer.bufferedBytes();
        m_head = m_framer.takeHead();
        m_headBytes -= m_framer.bufferedBytes();
        taken += m_framer.consume(bytes.sliced(taken));
    }
    if (taken != bytes.size() && m_framer.state() != MessageFramer::State::Rejected)
        reject(rejections::badContentLength);
}

std::optional<FrameRejection> Http2Request::rejection() const
{
    if (m_rejection)
        return m_rejection;
    if (m_framer.state() == MessageFramer::State::Rejected)
        return m_framer.rejection();
    return std::nullopt;
}

qsizetype Http2Request::bufferedBytes() const
{
    return m_headBytes + m_framer.bufferedBytes() + m_method.size() + m_path.size() + m_authority.size() +
           m_cookie.size();
}

RequestFrame Http2Request::take()
{
    RequestFrame frame = m_framer.takeRequest();
    frame.http2 = true;
    return frame;
}

RequestFrame Http2Request::takeHead()
{
    RequestFrame frame = *std::exchange(m_head, std::nullopt);
    m_headBytes = 0;
    frame.http2 = true;
    return frame;
}

} // namespace guarita::net
