// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/item.h"

#include <algorithm>
#include <string_view>

namespace guarita::contract {

namespace {

/// Reads a text from left to right. After the first thing that does not fit, `good` is false.
struct Cursor
{
    std::string_view rest;
    bool good = true;

    int number(std::size_t digits)
    {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i)
            value = value * 10 + digit();
        return value;
    }
    void expect(std::string_view anyOf)
    {
        if (rest.empty() || anyOf.find(rest.front()) == std::string_view::npos)
            good = false;
        else
            rest.remove_prefix(1);
    }
    bool has(char c) const { return !rest.empty() && rest.front() == c; }
    bool hasDigit() const { return !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; }
    int digit()
    {
        if (!hasDigit()) {
            good = false;
            return 0;
        }
        const int value = rest.front() - '0';
        rest.remove_prefix(1);
        return value;
    }
};

/// ".5", ".678", ".678901": what is finer than a millisecond is cut off.
std::chrono::milliseconds readFraction(Cursor &cursor)
{
    if (!cursor.has('.'))
        return {};
    cursor.expect(".");
    int value = cursor.digit() * 100;
    for (int weight = 10; cursor.hasDigit(); weight /= 10)
        value += cursor.digit() * weight;
    return std::chrono::milliseconds(value);
}

std::chrono::minutes readOffset(Cursor &cursor)
{
    if (cursor.has('Z') || cursor.has('z')) {
        cursor.expect("Zz");
        return {};
    }
    const bool west = cursor.has('-');
    cursor.expect("+-");
    const std::chrono::hours hours(cursor.number(2));
    cursor.expect(":");
    const std::chrono::minutes minutes(cursor.number(2));
    if (hours.count() > 23 || minutes.count() > 59)
        cursor.good = false;
    return west ? -(hours + minutes) : hours + minutes;
}

} // namespace

std::optional<Timestamp> parseTimestamp(std::string_view text)
{
    Cursor cursor{text};
    const int year = cursor.number(4);
    cursor.expect("-");
    const int month = cursor.number(2);
    cursor.expect("-");
    const int day = cursor.number(2);
    cursor.expect("Tt ");
    const std::chrono::hours hour(cursor.number(2));
    cursor.expect(":");
    const std::chrono::minutes minute(cursor.number(2));
    cursor.expect(":");
    const std::chrono::seconds second(cursor.number(2));
    const std::chrono::milliseconds fraction = readFraction(cursor);
    const std::chrono::minutes offset = readOffset(cursor);

    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    // 60 is a leap second (RFC 3339, 5.7), which the clock counts as the next minute's first.
    const bool inRange = hour.count() < 24 && minute.count() < 60 && second.count() <= 60;
    if (!cursor.good || !cursor.rest.empty() || !date.ok() || !inRange)
        return std::nullopt;
    return Timestamp(std::chrono::sys_days(date)) + hour + minute + second + fraction - offset;
}

} // namespace guarita::contract
