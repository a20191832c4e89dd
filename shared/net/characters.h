// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

/// The character classes of RFC 9110 and RFC 3986, one table look-up each.
namespace guarita::net::characters {

enum Class : std::uint8_t {
    Token = 1, // tchar
    Unreserved = 2,
    SubDelimiter = 4,
    Path = 8,    // pchar and '/', without '%'
    Query = 16,  // Path and '?'
    Control = 32 // all but the tab
};

inline constexpr std::array<std::uint8_t, 256> classes = [] {
    std::array<std::uint8_t, 256> table{};
    const auto add = [&](std::string_view characters, unsigned bits) {
        for (const char c : characters)
            table[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(bits);
    };
    add("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", Token | Unreserved | Path | Query);
    add("-._~", Token | Unreserved | Path | Query);
    add("!#$%&'*+^`|", Token);
    add("!$&'()*+,;=", SubDelimiter | Path | Query);
    add(":@/", Path | Query);
    add("?", Query);
    for (unsigned c = 0; c < 0x20; ++c) {
        if (c != '\t')
            table[c] |= Control;
    }
    table[0x7f] |= Control;
    return table;
}();

constexpr bool is(char c, unsigned bits)
{
    return (classes[static_cast<unsigned char>(c)] & bits) != 0;
}

/// ASCII only, whatever the locale.
constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// 0 to 15, or -1.
constexpr int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

} // namespace guarita::net::characters
