// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/bearer.h"

namespace guarita::gateway {

namespace {

bool isToken68Character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~' || c == '+' || c == '/';
}

/// RFC 9110, 11.2: characters of the set, at least one, then any number of '='.
bool isToken68(QByteArrayView text)
{
    qsizetype i = 0;
    while (i < text.size() && isToken68Character(text[i]))
        ++i;
    if (i == 0)
        return false;
    while (i < text.size() && text[i] == '=')
        ++i;
    return i == text.size();
}

} // namespace

Bearer bearerOf(const net::Headers &headers)
{
    static constexpr QByteArrayView scheme("bearer");
    const QByteArray *field = headers.find("authorization");
    if (!field)
        return {};
    if (headers.count("authorization") > 1)
        return {Bearer::Kind::Malformed, {}};
    const QByteArrayView value(*field);
    const qsizetype space = value.indexOf(' ');
    const QByteArrayView givenScheme = space < 0 ? value : value.first(space);
    if (givenScheme.compare(scheme, Qt::CaseInsensitive) != 0)
        return {};
    const QByteArrayView token = space < 0 ? QByteArrayView() : value.sliced(space + 1);
    if (!isToken68(token))
        return {Bearer::Kind::Malformed, {}};
    return {Bearer::Kind::Present, token};
}

} // namespace guarita::gateway
