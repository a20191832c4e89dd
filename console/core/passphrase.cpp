// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/passphrase.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace guarita::console {

namespace {

// None that sounds or looks like another of them.
constexpr std::string_view consonants = "bdfgjklmnprstv";
constexpr std::string_view vowels = "aeiou";
constexpr std::size_t syllables = consonants.size() * vowels.size();
constexpr int words = 6;

std::size_t drawn(core::Random &random)
{
    constexpr std::size_t evenly = 256 / syllables * syllables;
    for (;;) {
        std::array<std::byte, 1> byte{};
        random.fill(byte);
        const auto value = std::to_integer<std::size_t>(byte.front());
        if (value < evenly)
            return value % syllables;
    }
}

} // namespace

QString makePassphrase(core::Random &random)
{
    QString phrase;
    for (int word = 0; word < words; ++word) {
        if (word > 0)
            phrase += u'-';
        for (int syllable = 0; syllable < 2; ++syllable) {
            const std::size_t number = drawn(random);
            phrase += QLatin1Char(consonants[number / vowels.size()]);
            phrase += QLatin1Char(vowels[number % vowels.size()]);
        }
    }
    return phrase;
}

} // namespace guarita::console
