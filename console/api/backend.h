// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <array>
#include <optional>
#include <vector>

namespace guarita::console {

enum class BackendState { Up, Down, Drain, Maint, Ejected, Other };

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

    friend bool operator==(const Backend &, const Backend &) = default;
};

/// Fails with "backends_invalid".
core::Result<std::vector<Backend>> decodeBackends(const QByteArray &json);

} // namespace guarita::console
