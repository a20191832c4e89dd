// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QPointF>

#include <chrono>
#include <span>
#include <vector>

namespace guarita::console {

/// An axis from zero to `top` with a line at each multiple of `step`.
struct Scale
{
    double step = 1;
    double top = 1;
    int decimals = 0; // that the steps need

    int steps() const;
    friend bool operator==(const Scale &, const Scale &) = default;
};

/// The axis with at most `most` steps of 1, 2 or 5 times a power of ten that holds `largest`.
Scale niceScale(double largest, int most);

/// Between two marks of the time axis.
std::chrono::seconds timeStep(std::chrono::seconds window);

/// The points with at most two of each `width` of x: the lowest and the highest, in their order, so that no
/// peak is lost. Points that break the line stay.
std::vector<QPointF> thinned(std::span<const QPointF> points, double width);

} // namespace guarita::console
