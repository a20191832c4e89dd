// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/session.h"
#include "console/core/backoff.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <optional>

namespace guarita::console {

/// How soon an outage is known: after silence and patience together, so within 3 s.
struct ConnectivityPace
{
    std::chrono::milliseconds silence{1500};  // after the last answer; then it asks
    std::chrono::milliseconds patience{1400}; // for the answer to that
};

/// Whether the service can be reached. Learns from every call; asks by itself when nothing has been heard for
/// a while, and at once when a call failed in a way that may be its own (a slow search, one broken
/// connection). It asks with GET /saude, or for a page of one item when logged in, so that what stands behind
/// the gateway counts. While offline it asks with growing, jittered waits (Backoff) until there is an answer.
class Connectivity final : public QObject
{
    Q_OBJECT

public:
    Connectivity(Transport &transport, Session &session, const core::Clock &clock, core::Random &random,
                 QObject *parent = nullptr, ConnectivityPace pace = {});

    bool online() const { return !m_outage; }
    /// Why not; null while online.
    const ApiError *outage() const { return m_outage ? &*m_outage : nullptr; }
    /// Until the next try; zero while one is under way or while online.
    std::chrono::milliseconds untilRetry() const;
    /// How long the last answered call took.
    std::chrono::milliseconds lastLatency() const { return m_latency; }

    void start(); // watching begins
    void stop();  // and what was known is forgotten, without a cameBack()

public Q_SLOTS:
    void retryNow();

Q_SIGNALS:
    void wentOffline();
    void retrying();
    void outageChanged(); // another try failed: there may be another cause, and untilRetry() is new
    void cameBack();      // who shows stale values or keeps unsent changes acts now
    void latencyChanged();

private:
    void heard(const ApiError *error, std::chrono::milliseconds took);
    void answered(std::chrono::milliseconds took);
    void goOffline(const ApiError &error);
    void scheduleRetry();
    void probe();
    void probeEnded(const Reply<ApiResponse> &reply);
    void dropProbe();
    void arm();

    Transport &m_transport;
    Session &m_session;
    const core::Clock &m_clock;
    const ConnectivityPace m_pace;
    Backoff m_backoff;
    QTimer m_timer;
    Call m_probe;
    bool m_probing = false;
    core::Instant m_probeBegan{};
    core::Instant m_lastHeard{};
    core::Instant m_retryAt{};
    std::optional<ApiError> m_outage;
    std::chrono::milliseconds m_latency{};
    bool m_watching = false;
};

} // namespace guarita::console
