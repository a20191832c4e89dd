// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/framerejection.h"
#include "net/requestframe.h"

#include <QtCore/QByteArrayView>

#include <memory>
#include <optional>

namespace guarita::net {

/// What some paths have for themselves about bodies.
class BodyRules
{
public:
    struct Rule
    {
        /// In bytes, instead of FramerLimits::bodyBytes.
        std::optional<qint64> most = std::nullopt;
        /// A large body is passed on while it comes. Otherwise, and if it is none, the request is whole.
        bool passedOn = false;
    };

    /// `path` is canonical and decoded.
    virtual Rule ruleFor(const QByteArray &path) const = 0;

protected:
    ~BodyRules() = default;
};

/// Sizes in bytes. A message that passes one is rejected with the status in the comment.
struct FramerLimits
{
    qint64 requestLine = 8 * 1024;  // 414, without the line end
    qint64 headerBytes = 32 * 1024; // 431, field lines with their line ends; trailers count too
    int headerCount = 100;          // 431; trailers count too
    qint64 bodyBytes =
        8 * 1024 * 1024; // 413, after de-chunking; decided from Content-Length before the body is read
    const BodyRules *bodyRules = nullptr; // outlives whoever has these limits
    /// A body is large above this: if Content-Length says so, or once more than that has come in chunks.
    qint64 passOnAbove = 64 * 1024;
};

/// Turns a client's bytes into canonical requests, or into one rejection. Pure: no I/O, no clock, no
/// exceptions.
///
/// It implements the server's side of RFC 9112 (and the target of RFC 3986) without leniency: whatever the
/// RFC lets a server either repair or refuse is refused. A request whose framing could be read in two ways
/// never gets past it. Feeding byte by byte and feeding at once give the same result: every decision falls at
/// a fixed byte.
///
/// Where the RFC leaves a choice:
/// - One empty line (CR LF) in front of a request line is skipped, a second one is refused.
/// - `OPTIONS *` and CONNECT are not served (400 and 501). See parseRequestTarget() for targets.
/// - A method that is not served is 501 whatever its length, once the line is well-formed.
/// - A field that Connection lists is dropped; listing one that is meant for every recipient is refused.
/// - Expect is ignored on HTTP/1.0; on HTTP/1.1 anything but 100-continue is 417.
/// - A second Authorization or Content-Type is refused.
/// - Chunk extensions and trailers are checked and dropped; a trailer with a well-known request field's name
/// is refused.
///
/// A request whose body is large is given out with its head only, where BodyRules say so, and the body bit by
/// bit as it comes. It may turn out malformed then, or too large, after all.
///
/// Every byte is looked at a fixed number of times. Memory is bounded by the limits; an idle framer holds no
/// buffer.
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
        Idle,     // nothing of the next message has come, or only an empty line
        Head,     // in the request line or the fields
        Body,     // the head is complete and accepted
        Large,    // takeHead() has the head of a request whose body is passed on; consume() takes no byte
        Complete, // takeRequest() has a request, or the body that is passed on is whole; consume() takes no
                  // byte
        Rejected  // final
    };

    /// Reads from `bytes` and returns how many were used. It stops right after a message's last byte, so
    /// bytes of a pipelined next request stay with the caller; it takes none when Large, Complete or
    /// Rejected.
    qsizetype consume(QByteArrayView bytes);

    State state() const;
    /// The head is in, its Expect field asks for "100-continue" before the body (RFC 9110, 10.1.1), a body is
    /// due, and none of it has come.
    bool expectsContinue() const;
    /// The message, rejected or not, has the request line of a HEAD: its answer has no content (RFC
    /// 9110, 9.3.2).
    bool headRequest() const;
    /// Only when Rejected.
    FrameRejection rejection() const;
    /// Only when Complete, of a request that is given out whole. Ready for the next message afterwards.
    RequestFrame takeRequest();
    /// Only when Large. The frame's `incoming` is empty and waits for what takeBody() gives from now on.
    RequestFrame takeHead();
    /// What has come of the body since the last call. After takeHead(), whenever consume() has taken
    /// something; else bytes pile up.
    QByteArray takeBody();
    /// Only when Complete after takeHead(). Ready for the next message afterwards.
    void next();
    /// Bytes of the message held at this moment, for the account of what all connections buffer: at most the
    /// sum of the limits. Allocators and containers take some more.
    qsizetype bufferedBytes() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace guarita::net
