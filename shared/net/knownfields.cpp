// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/knownfields.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace guarita::net {

namespace {

struct Entry
{
    std::string_view name;
    FieldRole role;
};

using enum FieldRole;

// In the order of their lengths, for the look-up goes by length.
constexpr std::array entries = {
    Entry{"te", HopByHop},
    Entry{"dnt", EndToEnd},
    Entry{"via", EndToEnd},
    Entry{"date", EndToEnd},
    Entry{"from", EndToEnd},
    Entry{"host", Host},
    Entry{"range", EndToEnd},
    Entry{"accept", EndToEnd},
    Entry{"cookie", EndToEnd},
    Entry{"expect", Expect},
    Entry{"origin", EndToEnd},
    Entry{"pragma", EndToEnd},
    Entry{"prefer", EndToEnd},
    Entry{"referer", EndToEnd},
    Entry{"trailer", HopByHop},
    Entry{"upgrade", HopByHop},
    Entry{"if-match", EndToEnd},
    Entry{"if-range", EndToEnd},
    Entry{"priority", EndToEnd},
    Entry{"forwarded", EndToEnd},
    Entry{"x-real-ip", EndToEnd},
    Entry{"connection", Connection},
    Entry{"keep-alive", HopByHop},
    Entry{"tracestate", EndToEnd},
    Entry{"user-agent", EndToEnd},
    Entry{"traceparent", EndToEnd},
    Entry{"content-type", Singleton},
    Entry{"max-forwards", EndToEnd},
    Entry{"x-request-id", EndToEnd},
    Entry{"authorization", Singleton},
    Entry{"cache-control", EndToEnd},
    Entry{"content-range", EndToEnd},
    Entry{"if-none-match", EndToEnd},
    Entry{"accept-charset", EndToEnd},
    Entry{"content-length", ContentLength},
    Entry{"http2-settings", HopByHop},
    Entry{"sec-fetch-dest", EndToEnd},
    Entry{"sec-fetch-mode", EndToEnd},
    Entry{"sec-fetch-site", EndToEnd},
    Entry{"sec-fetch-user", EndToEnd},
    Entry{"accept-encoding", EndToEnd},
    Entry{"accept-language", EndToEnd},
    Entry{"idempotency-key", EndToEnd},
    Entry{"x-forwarded-for", EndToEnd},
    Entry{"content-encoding", EndToEnd},
    Entry{"content-language", EndToEnd},
    Entry{"content-location", EndToEnd},
    Entry{"proxy-connection", HopByHop},
    Entry{"x-forwarded-host", EndToEnd},
    Entry{"x-forwarded-port", EndToEnd},
    Entry{"if-modified-since", EndToEnd},
    Entry{"transfer-encoding", TransferEncoding},
    Entry{"x-forwarded-proto", EndToEnd},
    Entry{"proxy-authenticate", HopByHop},
    Entry{"if-unmodified-since", EndToEnd},
    Entry{"proxy-authorization", HopByHop},
    Entry{"upgrade-insecure-requests", EndToEnd},
    Entry{"access-control-request-method", EndToEnd},
    Entry{"access-control-request-headers", EndToEnd},
};

static_assert(std::is_sorted(entries.begin(), entries.end(), [](const Entry &left, const Entry &right) {
    return left.name.size() < right.name.size();
}));

constexpr std::size_t longest = entries.back().name.size();

/// Where the names of a length begin; those of length n are [starts[n], starts[n + 1]).
constexpr std::array<std::uint8_t, longest + 2> starts = [] {
    std::array<std::uint8_t, longest + 2> table{};
    for (std::size_t length = 0; length < table.size(); ++length) {
        std::size_t i = 0;
        while (i < entries.size() && entries[i].name.size() < length)
            ++i;
        table[length] = static_cast<std::uint8_t>(i);
    }
    return table;
}();

} // namespace

KnownField findKnownField(QByteArrayView lowerName)
{
    const auto size = static_cast<std::size_t>(lowerName.size());
    if (size <= longest) {
        for (std::size_t i = starts[size]; i < starts[size + 1]; ++i) {
            const Entry &entry = entries[i];
            if (std::memcmp(entry.name.data(), lowerName.data(), size) == 0)
                return {entry.role, QByteArray::fromRawData(entry.name.data(), lowerName.size())};
        }
    }
    return {};
}

} // namespace guarita::net
