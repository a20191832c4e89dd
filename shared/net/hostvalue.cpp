// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/hostvalue.h"

#include "net/characters.h"

#include <algorithm>

namespace guarita::net {

namespace {

using characters::hexValue;
using characters::isDigit;

bool isRegisteredName(QByteArrayView name)
{
    if (name.isEmpty())
        return false;
    for (qsizetype i = 0; i < name.size(); ++i) {
        if (characters::is(name[i], characters::Unreserved | characters::SubDelimiter))
            continue;
        if (name[i] != '%' || name.size() - i < 3)
            return false;
        const int high = hexValue(name[i + 1]);
        const int low = hexValue(name[i + 2]);
        if (high < 0 || low < 0)
            return false;
        const char decoded = static_cast<char>(high * 16 + low);
        if (high < 8 && !characters::is(decoded, characters::Unreserved))
            return false;
        i += 2;
    }
    return true;
}

/// dec-octet: no leading zero, at most 255.
bool isOctet(QByteArrayView text)
{
    if (text.isEmpty() || text.size() > 3 || !std::all_of(text.begin(), text.end(), isDigit))
        return false;
    if (text.size() > 1 && text.front() == '0')
        return false;
    int value = 0;
    for (const char c : text)
        value = value * 10 + (c - '0');
    return value <= 255;
}

bool isIpv4(QByteArrayView text)
{
    for (int octet = 0; octet < 3; ++octet) {
        const qsizetype dot = text.indexOf('.');
        if (dot < 0 || !isOctet(text.first(dot)))
            return false;
        text = text.sliced(dot + 1);
    }
    return isOctet(text);
}

qsizetype countHexDigits(QByteArrayView text)
{
    const auto end = std::find_if(text.begin(), text.end(), [](char c) { return hexValue(c) < 0; });
    return end - text.begin();
}

/// IPv6address of RFC 3986, 3.2.2: eight groups, of which one run may be written "::", the last two as IPv4.
bool isIpv6(QByteArrayView text)
{
    int groups = 0;
    bool compressed = text.startsWith("::");
    if (compressed)
        text = text.sliced(2);
    while (!text.isEmpty()) {
        const qsizetype digits = countHexDigits(text);
        if (digits < text.size() && text[digits] == '.')
            return isIpv4(text) && (compressed ? groups + 2 <= 7 : groups + 2 == 8);
        if (digits < 1 || digits > 4)
            return false;
        ++groups;
        text = text.sliced(digits);
        if (text.isEmpty())
            break;
        if (text.front() != ':' || text.size() == 1)
            return false;
        text = text.sliced(1);
        if (text.front() == ':') {
            if (compressed)
                return false;
            compressed = true;
            text = text.sliced(1);
        }
    }
    return compressed ? groups <= 7 : groups == 8;
}

bool isPortSuffix(QByteArrayView text)
{
    if (text.isEmpty())
        return true;
    if (text.front() != ':' || text.size() > 6)
        return false;
    int port = 0;
    for (const char c : text.sliced(1)) {
        if (!isDigit(c))
            return false;
        port = port * 10 + (c - '0');
    }
    return port <= 65535;
}

} // namespace

bool isHostValue(QByteArrayView text)
{
    if (text.startsWith('[')) {
        const qsizetype close = text.indexOf(']');
        return close > 0 && isIpv6(text.sliced(1, close - 1)) && isPortSuffix(text.sliced(close + 1));
    }
    const qsizetype colon = text.indexOf(':');
    const qsizetype nameSize = colon < 0 ? text.size() : colon;
    return isRegisteredName(text.first(nameSize)) && isPortSuffix(text.sliced(nameSize));
}

} // namespace guarita::net
