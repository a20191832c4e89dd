// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/bodyreader.h"
#include "net/fieldlines.h"
#include "net/framerejection.h"
#include "net/headers.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <optional>

namespace guarita::net {

namespace rejections {

// What only an answer can have wrong (RFC 9112, 4; RFC 9110, 15.2.2). 502, since it is an upstream's.
inline constexpr FrameRejection badStatusLine{502, "bad_status_line"};
inline constexpr FrameRejection unaskedUpgrade{502, "unasked_upgrade"};
inline constexpr FrameRejection tooManyInterimAnswers{502, "too_many_interim_answers"};

} // namespace rejections

struct ResponseFramerLimits
{
    qsizetype headBytes = 64 * 1024; // fields and their line ends, trailers included
    int fields = 100;                // trailers included
};

/// The head of one final answer.
struct ResponseFrame
{
    int status = 0; // 200 to 599
    /// End-to-end fields in their order and spelling; without those that speak of the connection or the
    /// framing (RFC 9110, 7.6.1), and Content-Length.
    Headers headers;
    /// How many bytes of body follow; 0 where the status or the method allows none. Nothing: its own framing
    /// tells the end.
    std::optional<qint64> bodyLength;
    /// What Content-Length says, which means something in the answer to HEAD, too.
    std::optional<qint64> contentLength;
    /// The server leaves the connection open, and nobody doubts where the answer ends.
    bool keepAlive = false;
};

/// From a server's bytes to one answer after another (RFC 9112). As strict as MessageFramer is with
/// requests: what can be read in two ways is refused, and the connection is not to be used again. Interim
/// answers (1xx, but not 101) are read over. Pure: no socket, no clock.
class ResponseFramer
{
public:
    enum class Outcome {
        NeedMore, // all bytes were taken
        Head,     // head() is there; go on with the rest
        Complete, // so is the body; bytes that are left are nobody's
        Refused   // see verdict()
    };

    explicit ResponseFramer(const ResponseFramerLimits &limits = {})
        : m_limits(limits)
        , m_fields(limits.headBytes, limits.fields)
    {
    }

    /// Awaits the answer to the next request. `toHead`: it was a HEAD, and so no body comes.
    void begin(bool toHead);

    /// Takes bytes from the front of `rest`.
    Outcome read(QByteArrayView &rest);
    /// The server sends no more. Complete if that is how the answer ends, and else NeedMore: it broke off.
    Outcome ended();

    /// Anything of the answer has come, an interim one included.
    bool begun() const { return m_begun; }
    ResponseFrame &head() { return m_head; }
    /// What has come of the body since the last call.
    QByteArray takeBody();
    /// After Refused.
    Verdict verdict() const { return m_verdict; }

private:
    enum class Phase { StatusLine, Fields, Body, UntilClose };

    Outcome readStatusLine(QByteArrayView &rest);
    Outcome readField(QByteArrayView &rest);
    Outcome readBody(QByteArrayView &rest);
    Outcome refuse(Verdict verdict);
    Verdict field(QByteArrayView line);
    Verdict setLength(QByteArrayView value);
    Verdict setTransferEncoding(QByteArrayView value);
    void addConnection(QByteArrayView value);
    Outcome endHead();
    Verdict judgeFraming();
    void beginHead();

    const ResponseFramerLimits m_limits;
    ResponseFrame m_head;
    LineReader m_line;
    FieldLines m_fields;
    BodyReader m_body;
    QByteArray m_untilClose;
    QByteArrayList m_listedByConnection;
    Verdict m_verdict = nullptr;
    Phase m_phase = Phase::StatusLine;
    int m_interim = 0;
    bool m_begun = false;
    bool m_toHead = false;
    bool m_http11 = false;
    bool m_close = false;
    bool m_keepAlive = false;
    bool m_chunked = false;
};

} // namespace guarita::net
