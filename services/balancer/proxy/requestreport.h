// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/attempt.h"
#include "core/clock.h"
#include "net/requestframe.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <chrono>
#include <functional>
#include <span>
#include <string_view>

namespace guarita::balancer {

/// One attempt of a request that is over.
struct AttemptRecord
{
    QByteArray backend = {}; // its id
    PickReason pick = PickReason::Policy;
    AttemptOutcome outcome = AttemptOutcome::Answered;
    int status = 0;                      // of the answer; 0 without one
    std::chrono::nanoseconds start{};    // since the request came
    std::chrono::nanoseconds duration{}; // to the attempt's end, that of a stream's content included
    QByteArray serverTiming = {};        // the answer's Server-Timing as it came, or empty
};

/// One request at its end: answered, refused, or given up by its client. A view into what the proxy has:
/// valid during the call only.
struct RequestReport
{
    const QByteArray &requestId;
    QByteArrayView traceId; // 32 hexadecimal digits, or empty
    net::Method method;
    const QByteArray &path; // decoded, without the query
    const QByteArray &cluster;
    std::string_view policy;  // by which its attempts were placed
    int status;               // as sent to the client; 499: it left
    const QByteArray &reason; // why it failed, or why its stream broke off; empty otherwise
    core::WallTime began;
    std::chrono::nanoseconds duration;
    std::chrono::nanoseconds queued;         // of these, how long it waited for room
    std::span<const AttemptRecord> attempts; // in the order of their starts; none if no server was tried
};

/// Told of every request that is over, once, on the event-loop thread, before the answer goes if that comes
/// whole. Must neither block nor call back.
using RequestSink = std::function<void(const RequestReport &)>;

} // namespace guarita::balancer
