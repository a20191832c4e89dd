// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/requestframe.h"

#include <QtCore/QByteArrayView>

#include <memory>
#include <variant>

namespace guarita::net {

/// Sizes in bytes. A message that passes one is rejected with the status in the comment.
struct FramerLimits
{
    qint64 requestLine = 8 * 1024; // 414, without the line end
    qint64 headerBytes = 32 * 1024; // 431, field lines with their line ends
    int headerCount = 100; // 431
    qint64 bodyBytes = 1024 * 1024; // 413, after de-chunking; decided from Content-Length before the body is read
};

/// Why a message was refused. The connection cannot be trusted any further: answer and close.
struct FrameRejection
{
    int status; // 400, 413, 414, 431, 501, 505
    const char *reason; // static, lower_snake_case, e.g. "bare_lf"; for logs, metrics and problem+json

    friend bool operator==(const FrameRejection &, const FrameRejection &) = default;
};

/// Turns a client's bytes into canonical requests, or into one rejection. Pure: no I/O, no clock.
///
/// It implements the server's side of RFC 9112 (and the target of RFC 3986) without leniency: whatever the RFC
/// lets a server either repair or refuse is refused. A request whose framing could be read in two ways never
/// gets past it. Feeding byte by byte and feeding at once give the same result.
///
/// Not thread-safe; one per connection.
class MessageFramer
{
public:
    explicit MessageFramer(const FramerLimits &limits);
    ~MessageFramer();
    MessageFramer(MessageFramer &&) noexcept;
    MessageFramer &operator=(MessageFramer &&) noexcept;

    enum class State {
        Idle, // nothing of the next message has come
        Head, // in the request line or the fields
        Body, // the head is complete and accepted
        Complete, // takeRequest() has a request; consume() takes no byte
        Rejected // final
    };

    /// Reads from `bytes` and returns how many were used. It stops right after a message's last byte, so bytes of
    /// a pipelined next request stay with the caller; it takes none when Complete or Rejected.
    qsizetype consume(QByteArrayView bytes);

    State state() const;
    /// The head is in, and its Expect field asks for "100-continue" before the body (RFC 9110, 10.1.1).
    bool expectsContinue() const;
    /// Only when Rejected.
    FrameRejection rejection() const;
    /// Only when Complete. Ready for the next message afterwards.
    RequestFrame takeRequest();
    /// Bytes held at this moment, for the account of what all connections buffer.
    qsizetype bufferedBytes() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace guarita::net
