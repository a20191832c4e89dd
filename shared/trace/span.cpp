// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/span.h"

#include <algorithm>

namespace guarita::trace {

namespace {

template <std::size_t digits>
HexId<digits> randomId(core::Random &random)
{
    constexpr std::array hex{'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    std::array<std::byte, digits / 2> bytes;
    random.fill(bytes);
    if (std::all_of(bytes.begin(), bytes.end(), [](std::byte byte) { return byte == std::byte{0}; }))
        bytes.back() = std::byte{1};
    HexId<digits> id;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        id.text[2 * i] = hex[std::to_integer<std::size_t>(bytes[i] >> 4)];
        id.text[2 * i + 1] = hex[std::to_integer<std::size_t>(bytes[i] & std::byte{0xF})];
    }
    return id;
}

} // namespace

TraceId newTraceId(core::Random &random)
{
    return randomId<32>(random);
}

SpanId newSpanId(core::Random &random)
{
    return randomId<16>(random);
}

Span childOf(const Span &span, core::Random &random)
{
    return {span.trace, newSpanId(random), span.id, span.sampled};
}

} // namespace guarita::trace
