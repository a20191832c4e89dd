// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/checkexpectation.h"

#include "config/quantities.h"

#include <algorithm>

namespace guarita::balancer {

namespace {

std::optional<int> statusFrom(const QString &text)
{
    const std::optional<qint64> number = config::wholeNumberFrom(text);
    return number && *number >= 200 && *number <= 599 ? std::optional(static_cast<int>(*number))
                                                      : std::nullopt;
}

} // namespace

std::optional<std::vector<StatusRange>> statusRangesFrom(const QString &text)
{
    std::vector<StatusRange> ranges;
    for (const QString &part : text.split(QLatin1Char(','))) {
        const QStringList ends = part.trimmed().split(QLatin1Char('-'));
        const std::optional<int> first = statusFrom(ends.front());
        const std::optional<int> last = statusFrom(ends.back());
        if (ends.size() > 2 || !first || !last || *first > *last)
            return std::nullopt;
        ranges.push_back({*first, *last});
    }
    return ranges;
}

QByteArray CheckExpectation::failureOf(const client::UpstreamResult &result) const
{
    if (result.stage != client::Stage::Completed)
        return client::stageReason(result.stage);
    const int status = result.response.status;
    const bool wanted = std::any_of(statuses.begin(), statuses.end(), [&](const StatusRange &range) {
        return status >= range.first && status <= range.last;
    });
    if (!wanted)
        return "status_" + QByteArray::number(status);
    if (!result.response.body.contains(body))
        return QByteArrayLiteral("corpo_inesperado");
    return {};
}

} // namespace guarita::balancer
