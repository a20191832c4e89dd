// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/session.h"
#include "console/core/backoff.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <optional>

namespace guarita::console {

/// Whether the service can be reached. Learns from every call; asks by itself when nothing has been heard for
/// 2 s (GET /saude, or a page of one item when logged in, so that what stands behind the gateway counts), so
/// that an outage is known within 3 s. While offline it asks with growing, jittered waits (Backoff) until
/// there is an answer.
class Connectivity final : public QObject
{
    Q_OBJECT

public:
    Connectivity(Transport &transport, Session &session, const core::Clock &clock, core::Random &random,
                 QObject *parent = nullptr);

    bool online() const { return !m_outage; }
    /// Why not; null while online.
    const ApiError *outage() const { return m_outage ? &*m_outage : nullptr; }
    /// Until the next try; zero while one is under way or while online.
    std::chrono::milliseconds untilRetry() const;
    /// How long the last answered call took.
    std::chrono::milliseconds lastLatency() const { return m_latency; }

    void start(); // watching begins
    void stop();

public Q_SLOTS:
    void retryNow();

Q_SIGNALS:
    void wentOffline();
    void retrying();
    void cameBack(); // who shows stale values or keeps unsent changes acts now
    void latencyChanged();

private:
    void heard(const ApiError *error, std::chrono::milliseconds took);
    void probe();

    Transport &m_transport;
    Session &m_session;
    const core::Clock &m_clock;
    Backoff m_backoff;
    QTimer m_timer;
    Call m_probe;
    std::optional<ApiError> m_outage;
    std::chrono::milliseconds m_latency{};
    bool m_watching = false;
};

} // namespace guarita::console
