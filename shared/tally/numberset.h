// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

#include <utility>
#include <vector>

namespace guarita::tally {

/// A set of numbers above 0 that come nearly in order: kept as the ranges that they make, so that a million
/// in a row take the memory of two. Above `mostRanges` the lowest ranges are forgotten. Pure.
class NumberSet
{
public:
    struct Range
    {
        quint64 first;
        quint64 last;

        friend bool operator==(const Range &, const Range &) = default;
    };
    static constexpr std::size_t mostRanges = 4'096; // 64 KiB

    NumberSet() = default;
    /// As another process has told: ranges as ranges() gives them, above `forgotten`.
    NumberSet(std::vector<Range> ranges, quint64 added, quint64 forgotten)
        : m_ranges(std::move(ranges))
        , m_added(added)
        , m_forgotten(forgotten)
    {
    }

    void add(quint64 number);
    /// Of what is known of the numbers up to this one, nothing counts: they are as if never added.
    void forgetUpTo(quint64 number);

    /// How many were added, those forgotten included.
    quint64 added() const { return m_added; }
    /// Nothing is known of the numbers up to this one; 0: all are known.
    quint64 forgotten() const { return m_forgotten; }

    /// In ascending order; between two of them a number is missing.
    const std::vector<Range> &ranges() const { return m_ranges; }
    /// How many are in it.
    quint64 count() const;
    bool empty() const { return m_ranges.empty(); }
    bool contains(quint64 number) const;
    /// What is in both, and what is in this alone.
    NumberSet within(const NumberSet &other) const;
    NumberSet without(const NumberSet &other) const;

private:
    void insert(quint64 number);
    void append(quint64 first, quint64 last) { m_ranges.push_back({first, last}); }

    std::vector<Range> m_ranges;
    quint64 m_added = 0;
    quint64 m_forgotten = 0;
};

} // namespace guarita::tally
