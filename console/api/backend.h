// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <array>
#include <optional>
#include <vector>

class QJsonValue;

namespace guarita::console {

enum class BackendState { Up, Down, Drain, Maint, Ejected, Other };

/// By its name on the wire; Other for one that nobody here knows.
BackendState backendStateNamed(const QString &text);

/// One backend as GET /admin/backends tells of it. Counts are since the balancer's start.
struct Backend
{
    QString id;
    QString url;
    BackendState state = BackendState::Other;
    QString stateText; // as on the wire
    int weight = 1;
    qint64 inFlight = 0;
    qint64 requests = 0;
    std::array<qint64, 4> responses{}; // 2xx, 3xx, 4xx, 5xx
    qint64 failures = 0;
    qint64 retries = 0;
    std::optional<double> p50, p95, p99; // milliseconds
    QDateTime lastCheck;                 // invalid: none yet
    QString reason;

    // What an older balancer does not tell.
    QString cluster = QString(); // empty: there is only one
    std::optional<double> effectiveWeight = {};
    std::optional<qint64> inFlightLimit = {};
    QDateTime ejectedUntil = {};          // invalid: it is not, or nobody knows until when
    bool trial = false;                   // one request at a time is let through to see how it fares
    std::optional<double> slowStart = {}; // 0 to 1: how far it has come
    std::optional<qint64> version = {};   // of administrative changes; nothing: it takes none
    QStringList addresses = {};

    /// Whether the balancer gives it new requests.
    bool takesRequests() const { return state == BackendState::Up; }
    /// What the balancer chooses by now; the configured one if nobody says.
    double weightNow() const { return effectiveWeight.value_or(weight); }

    friend bool operator==(const Backend &, const Backend &) = default;
};

/// Backends that requests of one kind are shared among.
struct Cluster
{
    QString name;
    QString policy;          // as on the wire
    bool panic = false;      // too few are healthy: requests go to all of them
    qint64 queue = 0;        // requests that wait for a backend now
    qint64 queueRefused = 0; // since the balancer's start

    friend bool operator==(const Cluster &, const Cluster &) = default;
};

/// All that the balancer tells at once.
struct BalancerReport
{
    std::vector<Cluster> clusters; // none: an older balancer
    std::vector<Backend> backends;
};

/// Fail with "backends_invalid".
core::Result<BalancerReport> decodeReport(const QByteArray &json);
core::Result<Backend> decodeBackend(const QByteArray &json);

} // namespace guarita::console
