// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/messageframer.h"

#include <optional>

namespace guarita::net {

/// One stream's request on its way to a RequestFrame: it is written down as the HTTP/1.1 message that says
/// the same (RFC 9113, 8.3.1), for the strict framer to read. So what is refused there is refused here, under
/// the same limits and with the same reasons.
///
/// What only HTTP/2 has is judged here or, before it comes here, by whoever reads the frames: names are in
/// lower case, values have no line breaks, pseudo-fields come first and once, no field is specific to a
/// connection, and Content-Length is that of the content (8.1.1, 8.2). Pure.
class Http2Request
{
public:
    explicit Http2Request(const FramerLimits &limits);

    /// The next field, pseudo-fields included; after endHead(), of the trailer. False once all fields
    /// together have more than twice the bytes that they may: an honest client's request gets its 431 before,
    /// and whoever sends still more makes one byte stand for thousands (RFC 7541, 6.1) and is to be heard no
    /// longer.
    bool field(QByteArrayView name, QByteArrayView value);
    void endHead(bool contentFollows);
    void content(QByteArrayView bytes);
    void end();

    /// takeHead() has the head of a request whose body is passed on.
    bool large() const { return !m_rejection && m_head; }
    /// All of it is here.
    bool complete() const { return !m_rejection && m_framer.state() == MessageFramer::State::Complete; }
    /// Why it is refused. What comes after that is ignored.
    std::optional<FrameRejection> rejection() const;
    /// The head is not in yet.
    bool inHead() const { return !m_headEnded; }
    bool headRequest() const { return m_headRequest; }
    bool expectsContinue() const { return m_framer.expectsContinue(); }
    qsizetype bufferedBytes() const;
    /// Only when complete, of a request that is given out whole.
    RequestFrame take();
    /// Only when large. The rest is as with MessageFramer.
    RequestFrame takeHead();
    QByteArray takeBody() { return m_framer.takeBody(); }

private:
    void read(QByteArrayView name, QByteArrayView value);
    void pseudoField(QByteArrayView name, QByteArrayView value);
    void beginFields();
    void host(QByteArrayView value);
    void cookie(QByteArrayView value);
    void writeField(QByteArrayView name, QByteArrayView value);
    void write(QByteArrayView bytes);
    void reject(const FrameRejection &why) { m_rejection = m_rejection.value_or(why); }

    MessageFramer m_framer;
    FramerLimits m_limits;
    std::optional<FrameRejection> m_rejection;
    std::optional<RequestFrame> m_head; // of a large one
    qsizetype m_headBytes = 0;          // of the latter
    QByteArray m_method;
    QByteArray m_path;
    QByteArray m_authority;
    QByteArray m_cookie;
    qint64 m_fieldBytes = 0; // as RFC 9113, 6.5.2 counts them
    bool m_begun = false;    // the request line is written
    bool m_lengthTold = false;
    bool m_chunked = false;
    bool m_headEnded = false;
    bool m_trailer = false;
    bool m_headRequest = false;
};

} // namespace guarita::net
