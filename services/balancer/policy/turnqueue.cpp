// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/turnqueue.h"

#include <utility>

namespace guarita::balancer {

void TurnQueue::assign(std::vector<Turn> turns)
{
    m_turns = std::move(turns);
    for (std::size_t place = m_turns.size() / 2; place > 0; --place)
        sink(place - 1);
}

void TurnQueue::pass(std::size_t place)
{
    m_turns[place].due += m_turns[place].step;
    sink(place);
}

void TurnQueue::sink(std::size_t place)
{
    const std::size_t size = m_turns.size();
    const Turn moving = m_turns[place];
    for (std::size_t child = 2 * place + 1; child < size; child = 2 * place + 1) {
        if (child + 1 < size && earlier(m_turns[child + 1], m_turns[child]))
            ++child;
        if (!earlier(m_turns[child], moving))
            break;
        m_turns[place] = m_turns[child];
        place = child;
    }
    m_turns[place] = moving;
}

} // namespace guarita::balancer
