// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/messageframer.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <tuple>
#include <vector>

/// What the framer's tests and its fuzzer share: feeding in pieces, outcomes as text, frames as bytes again.
namespace guarita::support {

inline auto asTuple(const net::RequestFrame &frame)
{
    return std::tie(frame.method, frame.target, frame.path, frame.query, frame.host, frame.headers,
                    frame.body, frame.http11, frame.keepAlive);
}

/// A frame on one line. What follows from the target, and the usual host, version and persistence, are left
/// out.
inline QByteArray describe(const net::RequestFrame &frame)
{
    const qsizetype mark = frame.target.indexOf('?');
    const QByteArray rawPath = mark < 0 ? frame.target : frame.target.left(mark);
    const QByteArray rawQuery = mark < 0 ? QByteArray() : frame.target.mid(mark + 1);
    QByteArray text = net::methodName(frame.method) + ' ' + frame.target;
    if (frame.path != rawPath)
        text += " path=" + frame.path;
    if (frame.query != rawQuery)
        text += " query=" + frame.query;
    if (frame.host != "h")
        text += " host=" + frame.host;
    for (const net::HeaderField &field : frame.headers)
        text += " {" + field.name + ": " + field.value + '}';
    if (!frame.body.isEmpty())
        text += " [" + frame.body + ']';
    if (frame.incoming)
        text += " passed on";
    if (!frame.http11)
        text += " 1.0";
    if (frame.http11 != frame.keepAlive)
        text += frame.keepAlive ? " keep" : " close";
    return text;
}

/// The frame as a request again.
inline QByteArray serialise(const net::RequestFrame &frame)
{
    QByteArray bytes =
        net::methodName(frame.method) + ' ' + frame.target + " HTTP/1." + (frame.http11 ? '1' : '0');
    bytes += "\r\n";
    if (!frame.host.isEmpty())
        bytes += "Host: " + frame.host + "\r\n";
    if (frame.http11 != frame.keepAlive)
        bytes += frame.keepAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
    for (const net::HeaderField &field : frame.headers)
        bytes += field.name + ": " + field.value + "\r\n";
    if (!frame.body.isEmpty())
        bytes += "Content-Length: " + QByteArray::number(frame.body.size()) + "\r\n";
    return bytes + "\r\n" + frame.body;
}

/// What came of a stream of bytes.
struct Outcome
{
    std::vector<net::RequestFrame> frames;
    net::FrameRejection rejection{0, ""};
    qsizetype consumed = 0;
    net::MessageFramer::State state = net::MessageFramer::State::Idle;

    QByteArray text() const
    {
        QByteArray text;
        for (const net::RequestFrame &frame : frames)
            text += (text.isEmpty() ? "" : "; ") + describe(frame);
        if (state == net::MessageFramer::State::Rejected)
            text +=
                (text.isEmpty() ? "" : "; ") + QByteArray::number(rejection.status) + ' ' + rejection.reason;
        else if (state != net::MessageFramer::State::Idle)
            text += text.isEmpty() ? "incomplete" : "; incomplete";
        return text;
    }

    friend bool operator==(const Outcome &left, const Outcome &right)
    {
        return left.rejection == right.rejection && left.consumed == right.consumed &&
               left.state == right.state &&
               std::equal(left.frames.begin(), left.frames.end(), right.frames.begin(), right.frames.end(),
                          [](const auto &a, const auto &b) { return asTuple(a) == asTuple(b); });
    }
};

/// Feeds pieces, and takes every request as soon as it is complete, or its head if its body is passed on;
/// what comes of that is collected in the frame, and dropped if the message turns out to be refused.
class Feeder
{
public:
    explicit Feeder(const net::FramerLimits &limits)
        : m_limits(limits)
        , m_framer(limits)
    {
    }

    void feed(QByteArrayView piece)
    {
        using State = net::MessageFramer::State;
        while (!piece.isEmpty() && m_framer.state() != State::Rejected) {
            const qsizetype taken = m_framer.consume(piece);
            m_outcome.consumed += taken;
            piece = piece.sliced(taken);
            m_bounded = m_bounded && m_framer.bufferedBytes() <= bound();
            if (m_passing)
                collect(m_outcome.frames.back());
            else if (m_framer.state() == State::Complete)
                m_outcome.frames.push_back(m_framer.takeRequest());
            else if (m_framer.state() == State::Large)
                beginToCollect();
            else if (m_framer.state() != State::Rejected)
                Q_ASSERT(piece.isEmpty());
        }
    }

    const Outcome &outcome()
    {
        m_outcome.state = m_framer.state();
        if (m_outcome.state == net::MessageFramer::State::Rejected)
            m_outcome.rejection = m_framer.rejection();
        return m_outcome;
    }

    const net::MessageFramer &framer() const { return m_framer; }
    /// bufferedBytes() never passed the sum of the limits (a chunk's line has one of its own).
    bool stayedBounded() const { return m_bounded; }

private:
    void beginToCollect()
    {
        m_outcome.frames.push_back(m_framer.takeHead());
        m_passing = true;
        collect(m_outcome.frames.back());
    }

    void collect(net::RequestFrame &frame)
    {
        using State = net::MessageFramer::State;
        frame.body += m_framer.takeBody();
        if (m_framer.state() == State::Rejected)
            frame.body.clear();
        if (m_framer.state() == State::Complete)
            m_framer.next();
        m_passing = m_framer.state() == State::Body;
    }

    qsizetype bound() const { return m_limits.requestLine + m_limits.headerBytes + m_limits.bodyBytes + 256; }

    net::FramerLimits m_limits;
    net::MessageFramer m_framer;
    Outcome m_outcome;
    bool m_bounded = true;
    bool m_passing = false;
};

/// Feeds everything in pieces of `size` bytes; 0 is whole.
inline Outcome outcomeInPieces(QByteArrayView bytes, qsizetype size, const net::FramerLimits &limits = {})
{
    Feeder feeder(limits);
    const qsizetype step = size > 0 ? size : bytes.size();
    for (qsizetype at = 0; at < bytes.size(); at += step)
        feeder.feed(bytes.sliced(at, std::min(step, bytes.size() - at)));
    return feeder.outcome();
}

/// Feeds everything in two pieces.
inline Outcome outcomeSplitAt(QByteArrayView bytes, qsizetype at, const net::FramerLimits &limits = {})
{
    Feeder feeder(limits);
    feeder.feed(bytes.first(at));
    feeder.feed(bytes.sliced(at));
    return feeder.outcome();
}

} // namespace guarita::support
