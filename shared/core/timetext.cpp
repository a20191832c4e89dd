// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timetext.h"

#include <algorithm>
#include <charconv>

namespace guarita::core {

namespace {

/// With zeros in front. Returns the end.
char *putDigits(char *at, unsigned value, int width)
{
    for (int i = width - 1; i >= 0; --i, value /= 10)
        at[i] = static_cast<char>('0' + value % 10);
    return at + width;
}

} // namespace

TimestampText timestampText(std::chrono::sys_time<std::chrono::milliseconds> time)
{
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const auto clock = static_cast<unsigned>((time - day).count());
    TimestampText text{'Y', 'Y', 'Y', 'Y', '-', 'M', 'M', '-', 'D', 'D', 'T', 'h',
                       'h', ':', 'm', 'm', ':', 's', 's', '.', '0', '0', '0', 'Z'};
    putDigits(&text[0], static_cast<unsigned>(static_cast<int>(date.year())), 4);
    putDigits(&text[5], static_cast<unsigned>(date.month()), 2);
    putDigits(&text[8], static_cast<unsigned>(date.day()), 2);
    putDigits(&text[11], clock / 3'600'000, 2);
    putDigits(&text[14], clock / 60'000 % 60, 2);
    putDigits(&text[17], clock / 1'000 % 60, 2);
    putDigits(&text[20], clock % 1'000, 3);
    return text;
}

QByteArrayView millisecondsText(std::chrono::nanoseconds duration, MillisecondsText &place)
{
    const auto micros = std::max<std::int64_t>(0, duration.count() / 1'000);
    char *at = std::to_chars(place.data(), place.data() + place.size(), micros / 1'000).ptr;
    *at++ = '.';
    at = putDigits(at, static_cast<unsigned>(micros % 1'000), 3);
    return {place.data(), at - place.data()};
}

} // namespace guarita::core
