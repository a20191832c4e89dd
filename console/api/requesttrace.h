// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <algorithm>
#include <optional>
#include <vector>

namespace guarita::console {

/// What a server says of its part of a request. Times in milliseconds.
struct ServerTiming
{
    double total = 0;
    double wait = 0; // for a connection to the database
    double sql = 0;
    qint64 statements = 0;

    friend bool operator==(const ServerTiming &, const ServerTiming &) = default;
};

/// One try at one backend. Names are as on the wire.
struct RequestAttempt
{
    QString backend;
    QString pick; // why this backend
    QString policy;
    double start = 0; // since the balancer got the request
    double duration = 0;
    QString outcome;
    std::optional<int> status; // of the answer
    std::optional<ServerTiming> server;

    bool isAnswered() const { return outcome == QLatin1String("answered"); }
    /// Given up by the balancer itself: another try was quicker, or the client had gone.
    bool isCancelled() const { return outcome == QLatin1String("cancelled"); }

    friend bool operator==(const RequestAttempt &, const RequestAttempt &) = default;
};

/// One request that is over, as GET /admin/pedidos tells of it. Times in milliseconds.
struct RequestTrace
{
    qint64 seq = 0; // grows in the order in which they ended
    QString id;     // X-Request-Id
    QString traceId;
    QDateTime at; // UTC
    QString method;
    QString path; // without its query
    QString cluster;
    int status = 0; // 499: the client had gone
    QString reason;
    double duration = 0; // in the balancer
    double queue = 0;    // of that, waiting for a backend
    std::vector<RequestAttempt> attempts;
    std::optional<double> gateway; // in the gateway; nothing: it does not know the request any more
    QString user;

    /// All the time that is known of.
    double total() const { return std::max(gateway.value_or(0), duration); }

    friend bool operator==(const RequestTrace &, const RequestTrace &) = default;
};

/// The newest first; `next` is before which to go on, nothing at the end.
struct RequestPage
{
    std::vector<RequestTrace> requests;
    std::optional<qint64> next;
};

/// Which requests are asked for.
struct RequestQuery
{
    QString backend; // with an attempt there; empty: all
    int leastMs = 0; // that took so long or longer
    bool errorsOnly = false;

    friend bool operator==(const RequestQuery &, const RequestQuery &) = default;
};

/// Fails with "requests_invalid".
core::Result<RequestPage> decodeRequestPage(const QByteArray &json);
/// "&backend=…", empty for all.
QByteArray encodeRequestQuery(const RequestQuery &query);

} // namespace guarita::console
