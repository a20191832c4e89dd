// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/compression/coding.h"

#include "http/weighted.h"

#include <array>

namespace guarita::gateway {

namespace {

/// A client may send 32 KiB of them; nobody has that many.
constexpr int mostElements = 16;

constexpr int unsaid = -1;

/// The weights that Accept-Encoding gives.
struct Preferences
{
    std::array<int, 3> codings{unsaid, unsaid, unsaid}; // by Coding
    int identity = unsaid;
    int any = unsaid;

    void take(QByteArrayView element)
    {
        const std::optional<http::Weighted> weighted = http::weightedFrom(element);
        if (!weighted)
            return;
        const auto [name, weight] = *weighted;
        if (name == "*")
            any = weight;
        else if (name.compare("identity", Qt::CaseInsensitive) == 0)
            identity = weight;
        else if (const std::optional<Coding> coding = codingNamed(name))
            codings[static_cast<std::size_t>(*coding)] = weight;
    }
    int of(Coding coding) const
    {
        const int said = codings[static_cast<std::size_t>(coding)];
        return said == unsaid ? any : said;
    }
};

} // namespace

QByteArray codingName(Coding coding)
{
    switch (coding) {
    case Coding::Gzip:
        return QByteArrayLiteral("gzip");
    case Coding::Brotli:
        return QByteArrayLiteral("br");
    case Coding::Zstd:
        return QByteArrayLiteral("zstd");
    }
    Q_UNREACHABLE();
    return {};
}

std::optional<Coding> codingNamed(QByteArrayView name)
{
    for (const Coding coding : {Coding::Gzip, Coding::Brotli, Coding::Zstd}) {
        if (name.compare(codingName(coding), Qt::CaseInsensitive) == 0)
            return coding;
    }
    const bool oldName = name.compare("x-gzip", Qt::CaseInsensitive) == 0; // RFC 9110, 8.4.1.3
    return oldName ? std::optional(Coding::Gzip) : std::nullopt;
}

std::optional<Coding> preferredCoding(const net::Headers &request, std::span<const Coding> offered)
{
    Preferences preferences;
    int seen = 0;
    for (const net::HeaderField &field : request) {
        if (field.name.compare("accept-encoding", Qt::CaseInsensitive) != 0)
            continue;
        QByteArrayView rest = field.value;
        while (!rest.isEmpty() && seen++ < mostElements) {
            const qsizetype comma = rest.indexOf(',');
            preferences.take(comma < 0 ? rest : rest.first(comma));
            rest = comma < 0 ? QByteArrayView() : rest.sliced(comma + 1);
        }
    }
    std::optional<Coding> best;
    int weight = std::max(preferences.identity - 1, 0); // as good as the plain content is good enough
    for (const Coding coding : offered) {
        if (preferences.of(coding) > weight) {
            best = coding;
            weight = preferences.of(coding);
        }
    }
    return best;
}

} // namespace guarita::gateway
