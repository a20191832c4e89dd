// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <map>
#include <memory>
#include <optional>

namespace prometheus {
class Counter;
}

namespace guarita::gateway {

/// How many requests of one key may be under way at once, a bulkhead (Nygard, Release It!): what is slow
/// behind the gate fills up with the requests of those who ask for it, and not with everybody's.
///
/// Knows only the keys that have a request under way, so it is as large as they are many. Event-loop thread
/// only.
class InFlightLimit
{
public:
    /// A place among those under way, given back when it is destroyed. It may outlive the limit.
    using Place = std::shared_ptr<const void>;

    /// `most` 0: no limit. The counter outlives the limit.
    InFlightLimit(int most, prometheus::Counter &refusals);

    /// For those that come from now on.
    void setMost(int most) { m_most = most; }

    /// Empty, and counted as refused, if the key has all of its places.
    std::optional<Place> take(QByteArrayView key);

private:
    struct LessBytes
    {
        using is_transparent = void;
        bool operator()(QByteArrayView left, QByteArrayView right) const { return left < right; }
    };
    using Counts = std::map<QByteArray, int, LessBytes>;

    int m_most;
    prometheus::Counter &m_refusals;
    std::shared_ptr<Counts> m_counts;
};

} // namespace guarita::gateway
