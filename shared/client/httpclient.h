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
    std::chrono::milliseconds connectDeadline{1'000};    // until the request is on the wire
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
    Saturated,  // never sent: too many calls in flight, or no descriptors for one more thread of Qt
    Connect,    // never sent: no connection within the deadline, refused, unresolvable
    NoResponse, // sent, perhaps executed: closed or reset before the response's head, or another call's came;
                // or the request's body that still came broke off
    Truncated,  // sent and executed: the response broke off, or was longer or shorter than it said
    TooLarge,   // sent and executed: the response passes a limit, is malformed, or is 1xx but not 100
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
    http::Headers headers; // end-to-end only; the client adds Host, Content-Length and Connection
    QByteArray body;
    QString address = {}; // where to connect, if the origin is http and names a host; empty: looked up by Qt
    /// Instead of `body`: one that still comes, and is sent as it does. Its length must be known and not 0;
    /// else the call ends in Stage::Connect.
    std::shared_ptr<net::IncomingBody> incoming = nullptr;
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

/// QNetworkAccessManager made safe and quick for a proxy. The only class that knows it.
///
/// A request that may have been processed is never sent a second time, with one exception that Qt leaves no
/// way around: GET, HEAD and OPTIONS without a body, when the upstream closes without an answer. That is
/// tolerated once if the connection had idled (RFC 9112, 9.3.1), and else ends the call as soon as Qt tells
/// of it. Redirects, cookies, proxies, caches and decompression are off. Connections are added per upstream
/// as calls in flight need them. Everything happens on the thread that made the object.
///
/// A streamed response has no limit of size or time: it ends when no byte came for `streamIdleDeadline` while
/// the receiver would have taken some. What Qt holds of it is bounded, whatever the receiver's pace, apart
/// from what arrives before Qt's thread learns of the bound.
///
/// A body that is sent while it comes has no limit of size or time either: the call ends when for
/// `streamIdleDeadline` Qt took none of what is here, that is when the upstream read none. Where the client
/// is the slower one, no deadline of this class runs. `firstByteDeadline` and `totalDeadline` begin once Qt
/// has taken all of it, and so include the time for the last 48 KiB and what the kernel still holds. Of the
/// body no more than that is held here. Qt reads no answer before: one that comes early is seen late if the
/// upstream reads on, is lost as Stage::NoResponse if it closes, and as Stage::Timeout if it does neither.
///
/// What Qt hides: when an empty body's head was sent (POST, PUT, PATCH, DELETE), so the connect deadline does
/// not apply there; a chunked body that ends in an invalid chunk size; and a 401 or 407 until it is whole, so
/// that only `firstByteDeadline` bounds its size.
///
/// Qt closes a connection when bytes beyond the response are there together with its end. If they come later,
/// it keeps them and takes them for the next call's answer; and it takes any 1xx but 100 for a final
/// response. Hence: a response that is malformed, too large, of the wrong length or 1xx ends the use of its
/// connection (and of the up to five others that Qt keeps under the same key); and if a request has an
/// X-Request-Id, a response that carries one must repeat it, or the call ends in Stage::NoResponse and so
/// does the use of its connection. Surplus bytes that look like a response without X-Request-Id, and come
/// between two calls, cannot be told from an answer: let upstreams repeat the field.
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
