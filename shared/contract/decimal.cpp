// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/decimal.h"

#include <algorithm>
#include <string>

namespace guarita::contract {

namespace {

constexpr qint64 exponentBound = 1'000'000'000; // far beyond any length of digits that a body can hold

/// The exponent's digits with an optional sign; saturates instead of overflowing.
qint64 readExponent(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    qint64 value = 0;
    for (char c : text)
        value = std::min(value * 10 + (c - '0'), exponentBound);
    return negative ? -value : value;
}

} // namespace

Cents centsFromNumber(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative)
        text.remove_prefix(1);

    // The number is `digits` times ten to the power of `exponent`.
    const std::size_t mark = text.find_first_of("eE");
    qint64 exponent = mark == std::string_view::npos ? 0 : readExponent(text.substr(mark + 1));
    std::string digits(text.substr(0, mark));
    if (const std::size_t point = digits.find('.'); point != std::string::npos) {
        exponent -= static_cast<qint64>(digits.size() - point - 1);
        digits.erase(point, 1);
    }
    digits.erase(0, digits.find_first_not_of('0'));
    if (digits.empty())
        return {};
    const std::size_t last = digits.find_last_not_of('0');
    exponent += static_cast<qint64>(digits.size() - last - 1);
    digits.resize(last + 1);

    const qint64 shift = exponent + 2; // from units to cents
    if (shift < 0)
        return {0, CentsFault::TooManyDecimals};
    constexpr qint64 safeDigits = 18; // every number of 18 digits fits into 63 bits
    if (static_cast<qint64>(digits.size()) + shift > safeDigits)
        return {0, CentsFault::OutOfRange};
    qint64 value = 0;
    for (char c : digits)
        value = value * 10 + (c - '0');
    for (qint64 i = 0; i < shift; ++i)
        value *= 10;
    return {negative ? -value : value, CentsFault::None};
}

} // namespace guarita::contract
