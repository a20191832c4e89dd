// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/messageframer.h"

#include <QtCore/QtGlobal>

#include <chrono>
#include <optional>

namespace guarita::net {

/// What one HTTP/2 connection may do.
struct Http2Limits
{
    int streams = 100; // requests at once
    /// How many streams may be cut short, by resets or by malformed requests, beyond those that are answered:
    /// a request that is begun and dropped costs the client nothing (CVE-2023-44487, CVE-2025-8671).
    int cutStreams = 200;
    /// Frames within ten seconds that ask for no work, while no request or answer moves on (CVE-2019-9512,
    /// 9515, 9518).
    int idleFrames = 1000;
};

/// What one listener lets clients use. Sizes in bytes.
struct ListenerLimits
{
    FramerLimits framer;
    Http2Limits http2;
    int connections = 16384;                     // in all; a further one takes an idle one's place or waits
    int connectionsPerAddress = 16384;           // further ones are closed at once
    qint64 bufferedBytes = 256 * 1024 * 1024;    // of requests and unsent answers, in all; see HttpListener
    std::chrono::milliseconds handshake{10'000}; // of TLS, as a whole
    std::chrono::milliseconds headerDeadline{10'000}; // from a message's first byte to the end of its head
    std::chrono::milliseconds bodyProgress{10'000};   // between two reads of a body
    std::chrono::milliseconds idle{60'000};           // between two requests
    std::chrono::milliseconds stalledWrite{30'000};   // between two writes that the peer accepts
    std::chrono::milliseconds drainNotice{1'000};     // between readiness turning 503 and the port closing
    std::chrono::milliseconds drainIdleGrace{
        1'000}; // from the beginning of a drain until idle ones are closed
};

/// How TLS handshakes ended, since start.
struct HandshakeStats
{
    qint64 full = 0;
    qint64 resumed = 0; // of an earlier session
    qint64 failed = 0;  // no common version or suite, or no TLS at all
    qint64 left = 0;    // the client went
    qint64 timedOut = 0;
    qint64 plainHttp = 0;
};

/// Counters since start, and gauges.
struct ListenerStats
{
    qint64 accepted = 0;
    qint64 refusedPerAddress = 0;
    qint64 refusedUntrusted = 0; // not one of the proxies that alone may connect
    qint64 rejectedMessages = 0;
    qint64 timedOut = 0;
    qint64 acceptFailures = 0;
    qint64 madeRoom = 0; // connections ended because too much was buffered
    int open = 0;
    int inFlight = 0;
    qint64 bufferedBytes = 0;
    std::optional<HandshakeStats> handshakes = std::nullopt; // with TLS
};

} // namespace guarita::net
