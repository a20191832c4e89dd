// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/roundrobin.h"

#include <unordered_map>

namespace guarita::balancer {

namespace {

constexpr int mostMissedTurns = 8;

} // namespace

void RoundRobin::assign(std::span<const Candidate> candidates)
{
    const double now = m_queue.empty() ? 0 : m_queue.turns().front().due;
    std::unordered_map<const Endpoint *, TurnQueue::Turn> waiting;
    for (const TurnQueue::Turn &turn : m_queue.turns())
        waiting.emplace(m_endpoints[turn.index], turn);

    m_candidates = candidates;
    m_endpoints.clear();
    std::vector<TurnQueue::Turn> turns;
    turns.reserve(candidates.size());
    for (const Candidate &candidate : candidates) {
        const double step = 1 / candidate.weight;
        const auto known = waiting.find(candidate.endpoint.get());
        const double due = known == waiting.end() ? TurnQueue::firstDue(step)
                                                  : (known->second.due - now) * (step / known->second.step);
        turns.push_back({due, step, static_cast<std::uint32_t>(m_endpoints.size())});
        m_endpoints.push_back(candidate.endpoint.get());
    }
    m_queue.assign(std::move(turns));
}

std::optional<std::size_t> RoundRobin::pick(const PickRequest &request)
{
    if (m_queue.empty())
        return std::nullopt;
    for (int missed = 0; missed < mostMissedTurns; ++missed) {
        if (admits(request, m_candidates[m_queue.turns().front().index]))
            return take(0);
        m_queue.pass(0);
    }
    return pickFromAll(request);
}

std::optional<std::size_t> RoundRobin::pickFromAll(const PickRequest &request)
{
    const auto &turns = m_queue.turns();
    std::optional<std::size_t> next;
    for (std::size_t place = 0; place < turns.size(); ++place) {
        const bool isNext = !next || TurnQueue::earlier(turns[place], turns[*next]);
        if (isNext && admits(request, m_candidates[turns[place].index]))
            next = place;
    }
    return next ? std::optional(take(*next)) : std::nullopt;
}

std::size_t RoundRobin::take(std::size_t place)
{
    const std::size_t index = m_queue.turns()[place].index;
    m_queue.pass(place);
    return index;
}

} // namespace guarita::balancer
