// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/share.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace guarita::console {

std::vector<int> permilles(std::span<const qint64> counts)
{
    std::vector<int> parts(counts.size(), 0);
    // In floating point, since 1000 times a count may not fit.
    const double sum = std::accumulate(counts.begin(), counts.end(), 0.0,
                                       [](double all, qint64 count) { return all + double(count); });
    if (sum <= 0)
        return parts;
    std::vector<double> remainders(counts.size());
    int left = 1000;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double exact = double(counts[i]) / sum * 1000;
        parts[i] = int(std::floor(exact));
        remainders[i] = exact - parts[i];
        left -= parts[i];
    }
    std::vector<std::size_t> order(counts.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
    for (std::size_t i = 0; left > 0; i = (i + 1) % order.size(), --left)
        ++parts[order[i]];
    return parts;
}

} // namespace guarita::console
