// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace guarita::balancer {

/// Whose turn it is when each comes round as often as its weight says: earliest deadline first. Each has a
/// time at which its next turn is due, and after it that moves on by 1 / weight. (Parekh and Gallager's fair
/// queueing with packets of one length; Envoy's EdfScheduler does the same.) Those of one weight come in the
/// order of their indexes, again and again.
///
/// A binary heap in one array: taking a turn costs O(log n).
class TurnQueue
{
public:
    struct Turn
    {
        double due;
        double step; // 1 / weight
        std::uint32_t index;
    };

    /// For a newcomer: its first turn is due after half a step, so that light ones do not all wait for the
    /// end of a round.
    static double firstDue(double step) { return step / 2; }

    bool empty() const { return m_turns.empty(); }
    /// The one that is due comes first; the rest are in no order.
    const std::vector<Turn> &turns() const { return m_turns; }

    void assign(std::vector<Turn> turns);
    /// The one at this place in turns() has its turn, or misses it.
    void pass(std::size_t place);

    /// Is `one` before `other`?
    static bool earlier(const Turn &one, const Turn &other)
    {
        return one.due < other.due || (one.due == other.due && one.index < other.index);
    }

private:
    void sink(std::size_t place);

    std::vector<Turn> m_turns;
};

} // namespace guarita::balancer
