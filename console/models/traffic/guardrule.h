// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

#include <chrono>

namespace guarita::console {

/// What some backends did within some time.
struct TrafficSpan
{
    std::chrono::milliseconds length{};
    qint64 requests = 0;
    qint64 errors = 0; // 5xx answers, and requests without an answer

    double errorsPerSecond() const;
    double errorShare() const; // of the requests, 0 to 1

    friend bool operator==(const TrafficSpan &, const TrafficSpan &) = default;
};

/// When a change is taken back by itself: the errors since are clearly more than those of the minute before
/// would be in the same time. Pure.
///
/// What comes by chance is not clear: the number of errors in a time is taken as Poisson's, whose standard
/// deviation is the root of what is expected. Few requests say nothing, and neither do few errors among many.
class GuardRule
{
public:
    static constexpr std::chrono::seconds watch{60};  // after a change
    static constexpr std::chrono::seconds before{60}; // what that is compared with
    static constexpr qint64 leastRequests = 20;
    static constexpr qint64 leastErrors = 5;
    static constexpr double leastRise = 0.01; // of the share of errors: one percentage point
    static constexpr double factor = 2;       // of what is expected
    static constexpr double deviations = 3;

    static bool errorsRose(const TrafficSpan &before, const TrafficSpan &since);
};

} // namespace guarita::console
