// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

#include <chrono>
#include <optional>

namespace guarita::gateway {

/// A limit of requests: `quota` of them at most at once, and as many again, evenly, in each `window`. The
/// quota is what a bucket of tokens holds, and quota/window is how quickly it fills.
struct Rate
{
    static constexpr int mostQuota = 1'000'000;
    static constexpr std::chrono::seconds longestWindow{3'600};

    int quota = 0; // 0: no limit
    std::chrono::seconds window{1};

    friend bool operator==(const Rate &, const Rate &) = default;
};

/// "1000/10s", or "0" for no limit; nothing if it is neither.
std::optional<Rate> rateFrom(QStringView text);
/// What to write then, behind "must be ".
QString rateRule();

} // namespace guarita::gateway
