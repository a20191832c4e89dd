// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic/traffichistory.h"

#include <QtCore/QPointF>

namespace guarita::console {

enum class Metric { P50, P95, P99, RequestsPerSecond };

std::optional<double> valueOf(const TrafficSample &sample, Metric metric);

/// The samples of the window before `end` as points: x in seconds before `end` (never positive), y the value.
/// A point whose y is not a number stands where the line is to be broken: a missing value, or a gap between
/// two samples. The last sample before the window comes too, so that a line enters from the left.
std::vector<QPointF> pointsOf(const std::deque<TrafficSample> &samples, Metric metric,
                              std::chrono::seconds window, core::Instant end);

} // namespace guarita::console
