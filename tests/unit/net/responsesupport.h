// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/responseframer.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayList>
#include <QtCore/QByteArrayView>

#include <algorithm>
#include <utility>
#include <vector>

/// What the response framer's tests and its fuzzer share: feeding in pieces, outcomes as text, answers as
/// bytes again.
namespace guarita::support {

/// One answer, or what has come of it.
struct Answer
{
    net::ResponseFrame head;
    QByteArray body; // of a refused answer nothing: how much of it was given out depends on the pieces
    bool complete = false;
    bool atEnd = false; // the end of the connection completed it

    friend bool operator==(const Answer &left, const Answer &right)
    {
        const net::ResponseFrame &a = left.head;
        const net::ResponseFrame &b = right.head;
        return a.status == b.status && a.headers == b.headers && a.bodyLength == b.bodyLength &&
               a.contentLength == b.contentLength && a.keepAlive == b.keepAlive && left.body == right.body &&
               left.complete == right.complete && left.atEnd == right.atEnd;
    }
};

/// An answer on one line. The usual persistence and a length that is the body's are left out.
inline QByteArray describe(const Answer &answer)
{
    QByteArray text = QByteArray::number(answer.head.status);
    for (const net::HeaderField &field : answer.head.headers)
        text += " {" + field.name + ": " + field.value + '}';
    if (answer.head.contentLength && answer.head.contentLength != answer.body.size())
        text += " says " + QByteArray::number(*answer.head.contentLength);
    if (!answer.body.isEmpty())
        text += " [" + answer.body + ']';
    if (answer.atEnd)
        text += " at end";
    else if (!answer.head.keepAlive)
        text += " close";
    return text;
}

/// A complete answer as bytes again, with its body as it came.
inline QByteArray serialise(const Answer &answer)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(answer.head.status) + " \r\n";
    for (const net::HeaderField &field : answer.head.headers)
        bytes += field.name + ": " + field.value + "\r\n";
    if (answer.head.contentLength)
        bytes += "Content-Length: " + QByteArray::number(*answer.head.contentLength) + "\r\n";
    else if (!answer.atEnd && answer.head.bodyLength != qint64(0))
        bytes += "Transfer-Encoding: chunked\r\n";
    if (!answer.head.keepAlive && !answer.atEnd)
        bytes += "Connection: close\r\n";
    bytes += "\r\n";
    if (answer.head.bodyLength || answer.atEnd)
        return bytes + answer.body;
    if (!answer.body.isEmpty())
        bytes += QByteArray::number(answer.body.size(), 16) + "\r\n" + answer.body + "\r\n";
    return bytes + "0\r\n\r\n";
}

/// What came of a stream of bytes and its end.
struct Answers
{
    std::vector<Answer> list;
    QByteArray refusal; // its reason
    qsizetype consumed = 0;
    qsizetype left = 0;
    int unanswered = 0; // requests
    bool brokeOff = false;

    QByteArray text() const
    {
        QByteArrayList parts;
        for (const Answer &answer : list)
            parts += describe(answer);
        if (!refusal.isEmpty())
            parts += refusal;
        if (brokeOff)
            parts += "broke off";
        if (unanswered > 0)
            parts += QByteArray::number(unanswered) + " unanswered";
        if (left > 0 && refusal.isEmpty())
            parts += QByteArray::number(left) + " left";
        return parts.join("; ");
    }

    friend bool operator==(const Answers &, const Answers &) = default;
};

/// Feeds pieces to a framer that awaits the answers to some requests, one after another, and takes all there
/// is after each.
class AnswerFeeder
{
public:
    /// `requests`: 'H' for each HEAD, anything else for each other request.
    explicit AnswerFeeder(QByteArrayView requests, const net::ResponseFramerLimits &limits = {})
        : m_requests(requests)
        , m_limits(limits)
        , m_framer(limits)
    {
        beginNext();
    }

    void feed(QByteArrayView piece)
    {
        const qsizetype most = bound(piece.size());
        Outcome outcome = Outcome::Complete;
        while (!m_over && outcome != Outcome::NeedMore) {
            const qsizetype before = piece.size();
            outcome = m_framer.read(piece);
            m_answers.consumed += before - piece.size();
            m_ofThisAnswer += before - piece.size();
            m_bounded = m_bounded && m_framer.bufferedBytes() <= std::min(m_ofThisAnswer, most);
            follow(outcome);
        }
        m_answers.left += piece.size();
    }

    /// The connection ends.
    const Answers &end()
    {
        if (m_over)
            return m_answers;
        if (follow(m_framer.ended()) == Outcome::Complete)
            m_answers.list.back().atEnd = true;
        m_answers.brokeOff = !m_over && m_framer.begun();
        m_answers.unanswered = static_cast<int>(m_requests.size()) + (m_over || m_framer.begun() ? 0 : 1);
        return m_answers;
    }

    /// The framer never held more than had come of the answer, nor more than its limits and one piece; and
    /// nothing behind an answer that was taken, nor behind a refusal.
    bool stayedBounded() const { return m_bounded; }

private:
    using Outcome = net::ResponseFramer::Outcome;

    void beginNext()
    {
        m_headOut = false;
        m_ofThisAnswer = 0;
        m_over = m_requests.isEmpty();
        if (m_over)
            return;
        m_framer.begin(m_requests.front() == 'H');
        m_requests = m_requests.sliced(1);
    }

    Outcome follow(Outcome outcome)
    {
        if (outcome == Outcome::Head) {
            m_answers.list.push_back({std::exchange(m_framer.head(), {}), {}, false, false});
            m_headOut = true;
        }
        if (outcome == Outcome::Refused) {
            m_answers.refusal = m_framer.verdict()->reason;
            m_answers.unanswered = static_cast<int>(m_requests.size());
            m_over = true;
        }
        if (m_headOut)
            takeBody(outcome);
        if (outcome == Outcome::Complete || outcome == Outcome::Refused)
            m_bounded = m_bounded && m_framer.bufferedBytes() == 0;
        if (outcome == Outcome::Complete)
            beginNext();
        return outcome;
    }

    void takeBody(Outcome outcome)
    {
        Answer &answer = m_answers.list.back();
        answer.body += m_framer.takeBody();
        if (outcome == Outcome::Refused)
            answer.body.clear();
        answer.complete = outcome == Outcome::Complete;
    }

    /// A status line and a chunk's line have limits of their own.
    qsizetype bound(qsizetype piece) const { return 8 * 1024 + m_limits.headBytes + 256 + piece; }

    QByteArrayView m_requests;
    net::ResponseFramerLimits m_limits;
    net::ResponseFramer m_framer;
    Answers m_answers;
    qsizetype m_ofThisAnswer = 0;
    bool m_headOut = false;
    bool m_over = false;
    bool m_bounded = true;
};

/// Reads until there is nothing more to do; the last outcome.
inline net::ResponseFramer::Outcome readAll(net::ResponseFramer &framer, QByteArrayView bytes)
{
    auto outcome = framer.read(bytes);
    if (outcome == net::ResponseFramer::Outcome::Head)
        outcome = framer.read(bytes);
    return outcome;
}

/// Feeds everything in pieces of `size` bytes, 0 is whole, and then the end.
inline Answers answersInPieces(QByteArrayView requests, QByteArrayView bytes, qsizetype size,
                               const net::ResponseFramerLimits &limits = {})
{
    AnswerFeeder feeder(requests, limits);
    const qsizetype step = size > 0 ? size : bytes.size();
    for (qsizetype at = 0; at < bytes.size(); at += step)
        feeder.feed(bytes.sliced(at, std::min(step, bytes.size() - at)));
    return feeder.end();
}

/// Feeds everything in two pieces, and then the end.
inline Answers answersSplitAt(QByteArrayView requests, QByteArrayView bytes, qsizetype at,
                              const net::ResponseFramerLimits &limits = {})
{
    AnswerFeeder feeder(requests, limits);
    feeder.feed(bytes.first(at));
    feeder.feed(bytes.sliced(at));
    return feeder.end();
}

} // namespace guarita::support
