// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/bytequeue.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <functional>
#include <optional>

namespace guarita::net {

/// A request's body while it comes. The client's connection puts in what it reads, whoever answers the
/// request takes it out, and while it is full the client is held back by TCP, or by HTTP/2's window: so
/// however long a body is, no more of it than `capacity` and what one read brings is held; of HTTP/2, one
/// window of a stream.
///
/// Shared by the two; each may let go of it at any time. Event-loop thread only.
class IncomingBody
{
public:
    static constexpr qint64 capacity = 256 * 1024;

    enum class State {
        Coming,
        Whole, // all of it is here, or was
        Broken // no more comes, and some is missing: the client left, stalled, or broke the rules
    };

    /// `length`: what Content-Length says. Without one it came in chunks, or in HTTP/2's frames.
    explicit IncomingBody(std::optional<qint64> length)
        : m_length(length)
    {
    }
    IncomingBody(const IncomingBody &) = delete;
    IncomingBody &operator=(const IncomingBody &) = delete;

    std::optional<qint64> length() const { return m_length; }
    State state() const { return m_state; }
    /// In bytes, taken ones included.
    qint64 received() const { return m_received; }
    qint64 available() const { return m_bytes.size(); }

    /// For who answers: the next bytes, at most `most`; empty if none are here now.
    QByteArray take(qint64 most);
    /// `told`: bytes have come, or the state has changed. It may destroy this body's connection and request.
    void onProgress(std::function<void()> told) { m_onProgress = std::move(told); }

    /// For the connection: to be held back from what it reads next.
    bool full() const { return m_bytes.size() >= capacity; }
    void put(QByteArrayView bytes);
    void finish() { end(State::Whole); }
    void breakOff() { end(State::Broken); }
    /// `told`: it was full and is not any more. Called from within take().
    void onRoom(std::function<void()> told) { m_onRoom = std::move(told); }

private:
    void end(State state);
    void tell();

    ByteQueue m_bytes;
    std::function<void()> m_onProgress;
    std::function<void()> m_onRoom;
    std::optional<qint64> m_length;
    qint64 m_received = 0;
    State m_state = State::Coming;
};

} // namespace guarita::net
