// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/framerejection.h"
#include "net/knownfields.h"
#include "net/requestframe.h"

#include <QtCore/QByteArrayView>

#include <cstdint>
#include <utility>
#include <vector>

namespace guarita::net {

/// What a head says about the body behind it.
struct BodyPlan
{
    std::int64_t length = 0; // unless chunked
    bool chunked = false;
    bool expectsContinue = false;
    bool anyTrailer = false; // fields behind the last chunk are well-formed; nobody looks at their names
};

/// Judges a message's head line by line, and builds the frame from it. Lines come without their ends, and
/// free of control characters. After a rejection it must not be used again.
class HeadReader
{
public:
    Verdict requestLine(QByteArrayView line);
    Verdict field(QByteArrayView line);
    /// The empty line came: what can only be judged when every field is known. First whatever makes the head
    /// invalid (400), then what is valid but not offered (501, 417, 413).
    Verdict finish(std::int64_t bodyLimit, BodyPlan &plan);

    /// A field behind the last chunk: checked, never used. No known field may stand there (RFC 9110, 6.5.1):
    /// they steer framing, routing, authorisation or how the body is read.
    static Verdict trailer(QByteArrayView line, bool anyName);

    RequestFrame &frame() { return m_frame; }
    /// Its method stays known.
    RequestFrame takeFrame()
    {
        const Method method = m_frame.method;
        RequestFrame frame = std::exchange(m_frame, {});
        m_frame.method = method;
        return frame;
    }

private:
    Verdict use(KnownField known, QByteArrayView value, QByteArrayView lowerName);
    Verdict keep(QByteArray name, QByteArrayView value);
    Verdict setHost(QByteArrayView value);
    Verdict setContentLength(QByteArrayView value);
    Verdict setTransferEncoding(QByteArrayView value);
    Verdict addConnection(QByteArrayView value);
    Verdict dropListedByConnection();
    Verdict judgeHost();
    Verdict judgeLength() const;

    RequestFrame m_frame;
    QByteArray m_authority;                       // of an absolute-form target
    std::vector<QByteArray> m_listedByConnection; // lower case
    std::int64_t m_contentLength = -1;
    Verdict m_transferEncodingVerdict = nullptr;
    bool m_hasHost = false;
    bool m_hasTransferEncoding = false;
    bool m_close = false;
    bool m_keepAlive = false;
    bool m_expectsContinue = false;
    bool m_unknownExpectation = false;
};

} // namespace guarita::net
