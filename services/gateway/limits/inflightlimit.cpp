// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/limits/inflightlimit.h"

#include <prometheus/counter.h>

namespace guarita::gateway {

InFlightLimit::InFlightLimit(int most, prometheus::Counter &refusals)
    : m_most(most)
    , m_refusals(refusals)
    , m_counts(std::make_shared<Counts>())
{
}

std::optional<InFlightLimit::Place> InFlightLimit::take(QByteArrayView key)
{
    if (m_most == 0)
        return Place();
    auto count = m_counts->find(key);
    if (count == m_counts->end())
        count = m_counts->try_emplace(key.toByteArray(), 0).first;
    if (count->second >= m_most) {
        m_refusals.Increment();
        return std::nullopt;
    }
    ++count->second;
    const auto giveBack = [counts = m_counts, count](const void *) {
        if (--count->second == 0)
            counts->erase(count);
    };
    return Place(&count->second, giveBack);
}

} // namespace guarita::gateway
