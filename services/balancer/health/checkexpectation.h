// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <optional>
#include <vector>

namespace guarita::balancer {

/// Statuses from `first` to `last`, both included.
struct StatusRange
{
    int first = 200;
    int last = 200;

    friend bool operator==(const StatusRange &, const StatusRange &) = default;
};

/// "200", "200-299,401": statuses and ranges of them, 200 to 599. Nothing if it is anything else.
std::optional<std::vector<StatusRange>> statusRangesFrom(const QString &text);

/// What a health check wants to be answered. Pure.
struct CheckExpectation
{
    std::vector<StatusRange> statuses = std::vector<StatusRange>(1); // 200
    QByteArray body; // stands somewhere in the answer's; empty: whatever

    /// Why `result` is none; empty if it is one.
    QByteArray failureOf(const client::UpstreamResult &result) const;
};

} // namespace guarita::balancer
