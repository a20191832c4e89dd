// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/transport.h"

namespace guarita::console {

// What typed calls are made of.

ApiRequest requestFor(const QByteArray &method, const QByteArray &path);
ApiRequest jsonRequest(const QByteArray &method, const QByteArray &path, QByteArray json);
/// If-Match on a version.
void requireVersion(ApiRequest &request, qint64 version);

/// For text/event-stream, from after `lastEventId` unless that is empty; another kind of answer never gets to
/// the sink.
ApiRequest eventsRequest(const QByteArray &path, const QByteArray &lastEventId, StreamSink sink);

/// An answer that is not what the contract says.
ApiError badReply(const ApiResponse &response, const QString &detail);

/// Turns an answer into the value that `decode` reads from it.
template <typename T, typename Decode>
OnReply<ApiResponse> decoded(OnReply<T> done, Decode decode)
{
    return [done = std::move(done), decode = std::move(decode)](const Reply<ApiResponse> &reply) {
        if (!reply)
            return done(reply.error());
        core::Result<T> value = decode(reply.value());
        if (!value)
            return done(badReply(reply.value(), value.error().message));
        done(std::move(value).value());
    };
}

/// Of an answer whose status says all.
inline OnReply<ApiResponse> undecoded(OnReply<core::Done> done)
{
    return decoded(std::move(done),
                   [](const ApiResponse &) { return core::Result<core::Done>(core::Done{}); });
}

} // namespace guarita::console
