// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backoff.h"

#include <algorithm>
#include <cstdint>

namespace guarita::core {

std::chrono::milliseconds Backoff::next()
{
    const std::int64_t ceiling = m_ceiling.count();
    const std::int64_t floor = m_limits.jitter == Jitter::Half ? ceiling / 2 : 0;
    m_ceiling = std::min(m_ceiling * 2, m_limits.most);

    std::uint32_t drawn = 0;
    m_random.fill(std::as_writable_bytes(std::span(&drawn, 1)));
    return std::chrono::milliseconds(floor + static_cast<std::int64_t>(drawn) % (ceiling - floor + 1));
}

} // namespace guarita::core
