// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/aliastable.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace guarita::balancer {

namespace {

constexpr std::uint32_t wholeColumn = std::numeric_limits<std::uint32_t>::max();

} // namespace

void AliasTable::assign(std::span<const Candidate> candidates)
{
    const auto count = static_cast<std::uint32_t>(candidates.size());
    double sum = 0;
    for (const Candidate &candidate : candidates)
        sum += candidate.weight;

    std::vector<double> rest(count); // what is still to be placed of each, in columns
    std::vector<std::uint32_t> light;
    std::vector<std::uint32_t> heavy;
    for (std::uint32_t i = 0; i < count; ++i) {
        rest[i] = candidates[i].weight * count / sum;
        (rest[i] < 1 ? light : heavy).push_back(i);
    }
    m_columns.assign(count, {});
    for (std::uint32_t i = 0; i < count; ++i)
        m_columns[i] = {wholeColumn, i}; // those that rounding leaves over stay so
    while (!light.empty() && !heavy.empty()) {
        const std::uint32_t filled = light.back();
        const std::uint32_t filler = heavy.back();
        light.pop_back();
        m_columns[filled] = {static_cast<std::uint32_t>(std::floor(rest[filled] * wholeColumn)), filler};
        rest[filler] = std::max(0.0, rest[filler] - (1 - rest[filled])); // rounding must not make it negative
        if (rest[filler] < 1) {
            heavy.pop_back();
            light.push_back(filler);
        }
    }
}

std::size_t AliasTable::pick(Dice &dice) const
{
    const std::uint64_t thrown = dice.word();
    const auto column = static_cast<std::size_t>(((thrown >> 32) * m_columns.size()) >> 32);
    const auto height = static_cast<std::uint32_t>(thrown);
    return height <= m_columns[column].share ? column : m_columns[column].other;
}

} // namespace guarita::balancer
