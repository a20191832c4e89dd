// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/overload/overloadsettings.h"

namespace guarita::balancer {

namespace {

const QString inFlightKey = QStringLiteral("MAX_IN_FLIGHT_PER_BACKEND");
const QString queueLengthKey = QStringLiteral("QUEUE_LENGTH");
const QString queueDeadlineKey = QStringLiteral("QUEUE_DEADLINE");
const QString adaptiveKey = QStringLiteral("ADAPTIVE_CONCURRENCY");
const QString adaptiveFloorKey = QStringLiteral("ADAPTIVE_CONCURRENCY_MIN");

} // namespace

std::vector<config::Key> overloadKeys()
{
    return {
        {inFlightKey, QStringLiteral("1024"),
         QStringLiteral("Requests that a server gets at once, 1 to 65536; further ones wait. Not more than "
                        "MAX_UPSTREAM_IN_FLIGHT.")},
        {queueLengthKey, QStringLiteral("256"),
         QStringLiteral("Requests of a cluster that wait for a server with room, 0 to 65536; further ones "
                        "get 503.")},
        {queueDeadlineKey, QStringLiteral("1s"),
         QStringLiteral("How long one may wait, 1ms to 1min; then it gets 503. One that would have to wait "
                        "longer gets it at once.")},
        {adaptiveKey, QStringLiteral("false"),
         QStringLiteral("Whether each server's requests at once are limited by how its latency grows with "
                        "them.")},
        {adaptiveFloorKey, QStringLiteral("8"),
         QStringLiteral("What that limit does not fall below, 1 to MAX_IN_FLIGHT_PER_BACKEND.")},
    };
}

OverloadSettings readOverload(config::Reader &reader)
{
    using namespace std::chrono_literals;
    constexpr qint64 most = 65'536;
    OverloadSettings overload;
    overload.inFlightPerEndpoint = static_cast<int>(reader.integer(inFlightKey, 1, most));
    overload.queueLength = static_cast<int>(reader.integer(queueLengthKey, 0, most));
    overload.queueDeadline = reader.duration(queueDeadlineKey, 1ms, 1min);
    overload.adaptive = reader.boolean(adaptiveKey);
    overload.adaptiveFloor = static_cast<int>(reader.integer(adaptiveFloorKey, 1, most));
    if (overload.adaptive && overload.adaptiveFloor > overload.inFlightPerEndpoint)
        reader.reject(adaptiveFloorKey, QStringLiteral("must not be more than MAX_IN_FLIGHT_PER_BACKEND"));
    return overload;
}

} // namespace guarita::balancer
