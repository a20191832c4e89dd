// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/chartscale.h"

#include <algorithm>
#include <cmath>

namespace guarita::console {

using namespace std::chrono_literals;

int Scale::steps() const
{
    return int(std::lround(top / step));
}

Scale niceScale(double largest, int most)
{
    if (!std::isfinite(largest) || largest <= 0)
        return {};
    most = std::max(most, 1);
    const double exact = largest / most;
    const int exponent = int(std::floor(std::log10(exact)));
    // A hair more than the step still fits in it: 0.1 + 0.2 is not to cost a step.
    constexpr double hair = 1 + 1e-9;
    for (int power = exponent; power <= exponent + 1; ++power) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double step = factor * std::pow(10, power);
            if (step * hair < exact)
                continue;
            const double steps = std::max(1.0, std::ceil(largest / (step * hair)));
            return {.step = step, .top = steps * step, .decimals = std::max(0, -power)};
        }
    }
    return {};
}

std::chrono::seconds timeStep(std::chrono::seconds window)
{
    return window <= 1min ? 15s : window <= 5min ? 60s : window <= 15min ? 180s : 4h;
}

std::vector<QPointF> thinned(std::span<const QPointF> points, double width)
{
    std::vector<QPointF> kept;
    kept.reserve(points.size());
    for (std::size_t i = 0; i < points.size();) {
        if (std::isnan(points[i].y())) {
            kept.push_back(points[i++]);
            continue;
        }
        const double bucket = std::floor(points[i].x() / width);
        std::size_t low = i;
        std::size_t high = i;
        std::size_t end = i;
        for (; end < points.size() && !std::isnan(points[end].y()) &&
               std::floor(points[end].x() / width) == bucket;
             ++end) {
            if (points[end].y() < points[low].y())
                low = end;
            if (points[end].y() > points[high].y())
                high = end;
        }
        kept.push_back(points[std::min(low, high)]);
        if (low != high)
            kept.push_back(points[std::max(low, high)]);
        i = end;
    }
    return kept;
}

} // namespace guarita::console
