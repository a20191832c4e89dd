// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/bodyreader.h"
#include "net/fieldlines.h"
#include "net/framerejection.h"
#include "net/headers.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayList>
#include <QtCore/QByteArrayView>

#include <optional>

namespace guarita::net {

struct FieldLine;

namespace rejections {

// What only an answer can have wrong (RFC 9112, 4; RFC 9110, 8.6 and 15.2). 502, since it is an upstream's.
inline constexpr FrameRejection badStatusLine{502, "bad_status_line"};
inline constexpr FrameRejection unaskedUpgrade{502, "unasked_upgrade"};
inline constexpr FrameRejection interimAnswerWithBody{502, "interim_answer_with_body"};
inline constexpr FrameRejection tooManyInterimAnswers{502, "too_many_interim_answers"};

} // namespace rejections

struct ResponseFramerLimits
{
    qsizetype headBytes = 64 * 1024; // fields and their line ends, trailers included; of each interim answer
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
    /// What Content-Length says, which means something in the answer to HEAD and in a 304, too. Nothing in a
    /// 204, which must not have it (RFC 9110, 8.6).
    std::optional<qint64> contentLength;
    /// The server leaves the connection open, and nobody doubts where the answer ends.
    bool keepAlive = false;
};

/// From a server's bytes to one answer after another (RFC 9112). As strict as MessageFramer is with
/// requests: what can be read in two ways is refused, and the connection is not to be used again. Pure: no
/// socket, no clock. However the bytes are cut, the outcome is the same.
///
/// Where the RFC leaves a choice:
/// - Interim answers (1xx) are read over, so many of them and no more. One that says it has a body is
/// refused, and so is 101, since nobody asks for an upgrade.
/// - A status above 599 is refused. A version 1.2 to 1.9 is read as 1.1 (RFC 9110, 2.5).
/// - A field that Connection lists is dropped; listing one that is meant for every recipient is refused. A
/// Connection that is no list costs the connection, not the answer.
/// - A second Content-Type is refused, for one reader takes the first and another the last.
/// - Chunk extensions and trailers are checked and dropped.
///
/// Every byte is looked at a fixed number of times. Memory follows what has come, within the limits; once
/// head and body are taken, the framer holds none until the next answer begins.
///
/// Not thread-safe; one per connection.
class ResponseFramer
{
public:
    enum class Outcome {
        NeedMore, // all bytes were taken
        Head,     // head() is there; go on with the rest, even if there is none: a body may have no bytes
        Complete, // so is the body. Bytes that are left are nobody's, and not one of them is taken: the
                  // connection is not to be used again
        Refused   // see verdict(); final until begin()
    };
    /// In front of one answer. A server that says 102 now and then does so every some seconds.
    static constexpr int mostInterimAnswers = 16;

    explicit ResponseFramer(const ResponseFramerLimits &limits = {})
        : m_limits(limits)
        , m_fields(limits.headBytes, limits.fields)
    {
    }

    /// Awaits the answer to the next request; of what was before, nothing is left. Before the first one no
    /// answer is awaited, as after Complete. `toHead`: it was a HEAD, and so no body comes.
    void begin(bool toHead);

    /// Takes bytes from the front of `rest`.
    Outcome read(QByteArrayView &rest);
    /// The server sends no more, and said so in the orderly way (end of file, and close_notify within TLS): a
    /// connection that broke must not come here, for it may have lost the end. Complete if that is how the
    /// answer ends, or if it was complete already; NeedMore if it broke off.
    Outcome ended();

    /// Anything of the answer has come, an interim one included.
    bool begun() const { return m_begun; }
    /// From Head until begin(). Empty after Refused.
    ResponseFrame &head() { return m_head; }
    /// What has come of the body since the last call, the last of it after Complete. Nothing after Refused.
    QByteArray takeBody();
    /// After Refused. Its status is for requests, unless it is one of those above; the reason counts.
    Verdict verdict() const { return m_verdict; }
    /// Bytes of the answer held at this moment, whether head() was taken or not.
    qsizetype bufferedBytes() const;

private:
    enum class Phase { Idle, StatusLine, Fields, Body, UntilClose, Refused };

    Outcome readStatusLine(QByteArrayView &rest);
    Outcome readField(QByteArrayView &rest);
    Outcome readBody(QByteArrayView &rest);
    Outcome resting() const;
    Outcome refuse(Verdict verdict);
    Outcome complete();
    void forget();
    void beginHead();
    Verdict field(QByteArrayView line);
    Verdict keep(const FieldLine &parts, bool once);
    Verdict setLength(QByteArrayView value);
    Verdict setTransferEncoding(QByteArrayView value);
    Verdict addConnection(QByteArrayView value);
    Verdict dropListedByConnection();
    Verdict judgeFraming() const;
    Outcome endHead();
    Outcome endInterim();
    void planBody();
    void beginBody();

    const ResponseFramerLimits m_limits;
    ResponseFrame m_head;
    LineReader m_line; // the status line
    FieldLines m_fields;
    BodyReader m_body;
    QByteArray m_arrived; // of a body that the end of the connection ends, or of one that is complete
    QByteArrayList m_listedByConnection; // in lower case
    Verdict m_verdict = nullptr;
    Phase m_phase = Phase::Idle;
    int m_interim = 0;
    bool m_begun = false;
    bool m_toHead = false;
    bool m_http11 = false;
    bool m_close = false; // in an interim answer, too (RFC 9112, 9.6)
    bool m_keepAlive = false;
    bool m_chunked = false;
};

} // namespace guarita::net
