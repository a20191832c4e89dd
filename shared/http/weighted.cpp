// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/weighted.h"

#include <algorithm>

namespace guarita::http {

namespace {

QByteArrayView trimmed(QByteArrayView text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.isEmpty() && blank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && blank(text.back()))
        text.chop(1);
    return text;
}

/// RFC 9110, 12.4.2: 0 to 1 with at most three decimals, here in thousandths.
std::optional<int> qvalue(QByteArrayView text)
{
    if (text.isEmpty() || text.size() > 5 || (text.size() > 1 && text[1] != '.') || text[0] < '0' ||
        text[0] > '1')
        return std::nullopt;
    int thousandths = (text[0] - '0') * 1000;
    int weight = 100;
    for (const char digit : text.sliced(std::min<qsizetype>(2, text.size()))) {
        if (digit < '0' || digit > '9')
            return std::nullopt;
        thousandths += (digit - '0') * weight;
        weight /= 10;
    }
    return thousandths <= 1000 ? std::optional(thousandths) : std::nullopt;
}

} // namespace

std::optional<Weighted> weightedFrom(QByteArrayView element)
{
    const qsizetype semicolon = element.indexOf(';');
    if (semicolon < 0)
        return Weighted{trimmed(element)};
    const QByteArrayView parameter = trimmed(element.sliced(semicolon + 1));
    if (!parameter.startsWith("q=") && !parameter.startsWith("Q="))
        return std::nullopt;
    const std::optional<int> weight = qvalue(parameter.sliced(2));
    if (!weight)
        return std::nullopt;
    return Weighted{trimmed(element.first(semicolon)), *weight};
}

} // namespace guarita::http
