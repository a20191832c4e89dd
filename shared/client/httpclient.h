// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "http/message.h"
#include "net/incomingbody.h"

#include <QtCore/QByteArray>
#include <QtCore/QUrl>

#include <chrono>
#include <functional>
#include <memory>

namespace guarita::client {

struct ClientLimits
{
    std::chrono::milliseconds connectDeadline{1'000};    // until the request's first bytes are on the wire
    std::chrono::milliseconds firstByteDeadline{10'000}; // from then until the response's head
    std::chrono::milliseconds totalDeadline{15'000};
    // Instead of the total one once a stream has begun, and while a body is sent as it comes.
    std::chrono::milliseconds streamIdleDeadline{60'000};
    qint64 responseBytes = 16 * 1024 * 1024; // body, of a response that is not streamed
    qint64 streamAbove =
        1024 * 1024; // a longer body, or one of unknown length, is streamed to who can take it
    int responseHeaderBytes = 64 * 1024;
    int inFlightPerUpstream = 1024; // further calls fail at once with Stage::Saturated

    friend bool operator==(const ClientLimits &, const ClientLimits &) = default;
};

/// Where a call ended. The meaning for a retry stands with each: it is a fact about the wire, not a policy.
enum class Stage {
    Completed,  // a whole response is here
    Saturated,  // never sent: too many calls in flight, or no descriptor for one more connection
    Connect,    // never sent: no connection within the deadline, refused, unresolvable, no TLS
    NoResponse, // sent, perhaps executed: closed or reset before the response's head, or another call's came;
                // or the request's body that still came broke off
    Truncated,  // sent and executed: the response broke off, or its framing did
    TooLarge,   // sent and executed: the response passes a limit, or its head is malformed
    Timeout,    // sent, perhaps executed: a deadline passed
};

/// True if the upstream cannot have seen the request.
bool neverSent(Stage stage);
/// Stable, lower_snake_case, e.g. "upstream_connect"; for logs and problem+json.
const char *stageReason(Stage stage);

struct UpstreamRequest
{
    http::Method method = http::Method::Get;
    QByteArray target;     // origin-form, canonical
    http::Headers headers; // end-to-end only; the client adds Host and what frames the body
    QByteArray body;
    QString address = {}; // where to connect if the origin names a host; empty: looked up
    /// Instead of `body`: one that still comes, and is sent as it does; in chunks if its length is not told
    /// (RFC 9112, 7.1). Of one that is told to have no bytes, or is broken already, the call ends in
    /// Stage::Connect.
    std::shared_ptr<net::IncomingBody> incoming = nullptr;
    /// False: on a connection of its own, which nothing was on before and nothing is on after.
    bool reuse = true;
};

struct UpstreamResult
{
    Stage stage = Stage::NoResponse;
    http::Response response; // only when Completed; hop-by-hop fields removed, Set-Cookie one per field
    std::chrono::nanoseconds duration{};
    bool wasConnected = false; // with Connect: over a connection that the upstream closed just then
};

using Completion = std::function<void(UpstreamResult)>;

/// Takes a response bit by bit. Both may destroy the call, other calls, and the client.
class StreamReceiver
{
public:
    /// The head, with Content-Length if the upstream told it. The end comes with the completion: Completed if
    /// the body was whole, and else what broke it off.
    virtual void head(UpstreamResult head) = 0;
    /// Takes the bytes in any case. False: no more until Call::resume(). The upstream is held back meanwhile.
    virtual bool bytes(QByteArray bytes) = 0;

protected:
    ~StreamReceiver() = default;
};

/// A call under way. Destroying it cancels: the completion is not called any more, the connection is given
/// up.
class Call
{
public:
    virtual ~Call() = default;
    /// The receiver takes bytes again, some at once, from within.
    virtual void resume() {}
};

/// Calls over HTTP/1.1, for a proxy: by QNetworkAccessManagers of our own, over connections of our own (see
/// Manager and guarita::wire). The only class that its users know.
///
/// A request is sent once. The exceptions are RFC 9112, 9.3.1's, once and on a new connection: the one before
/// was closed by the upstream just then, after it had idled, and nothing had been written, or the request is
/// a GET, HEAD or OPTIONS without a body. Connections are as many as calls are in flight. Everything happens
/// on the thread that made the object.
///
/// No call gets another one's answer: a connection is used again only if nobody doubts where the last answer
/// ended, and is looked at in the moment before; bytes that come unasked close it. Only what an upstream
/// sends too much just when the next request is on its way cannot be told from the answer to that. Hence, if
/// a request has an X-Request-Id, a response that carries one must repeat it, or the call ends in
/// Stage::NoResponse: let upstreams repeat the field.
///
/// A streamed response has no limit of size or time: it ends when no byte came for `streamIdleDeadline` while
/// the receiver would have taken some. Of it some 300 KiB are held at most, whatever the receiver's pace.
///
/// A body that is sent while it comes has no limit of size or time either: the call ends when for
/// `streamIdleDeadline` the kernel took none of what is here, that is when the upstream read none. Where the
/// client is the slower one, no deadline of this class runs. `firstByteDeadline` and `totalDeadline` begin
/// once all of it was taken, and so include the time for the last piece and what the kernel still holds. Of
/// the body some 150 KiB are held here at most. The head goes with the body's first bytes; a body of untold
/// length gets its last chunk only when it is whole, and the connection of one that breaks off is closed. An
/// answer that comes before the body's end is the call's, and ends the use of its connection.
class HttpClient
{
public:
    HttpClient(const ClientLimits &limits, const core::Clock &clock);
    ~HttpClient();

    /// Sends to `origin` (scheme http or https, host and port; anything else ends in Stage::Connect). `done`
    /// is called once, from the event loop, never from within this call, unless the returned Call was
    /// destroyed.
    ///
    /// With a `receiver`, which must outlive the call, a response above the limits' `streamAbove`, or of a
    /// length that is not told, goes there; a shorter one comes whole in the result, as all do without.
    [[nodiscard]] std::unique_ptr<Call> send(const QUrl &origin, UpstreamRequest request, Completion done,
                                             StreamReceiver *receiver = nullptr);

    int inFlight() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace guarita::client
