// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/requestline.h"

#include "net/characters.h"
#include "net/headers.h"

namespace guarita::net {

namespace {

bool isVersion(QByteArrayView text)
{
    return text.size() == 8 && text.startsWith("HTTP/") && characters::isDigit(text[5]) && text[6] == '.' &&
           characters::isDigit(text[7]);
}

} // namespace

Verdict parseRequestLine(QByteArrayView line, RequestLine &parts)
{
    if (characters::isBlank(line.front()))
        return &rejections::leadingWhitespace;
    const qsizetype firstSpace = line.indexOf(' ');
    const qsizetype lastSpace = line.lastIndexOf(' ');
    if (firstSpace < 0 || lastSpace < firstSpace + 2)
        return &rejections::badRequestLine;
    const QByteArrayView token = line.first(firstSpace);
    parts.target = line.sliced(firstSpace + 1, lastSpace - firstSpace - 1);
    const QByteArrayView version = line.sliced(lastSpace + 1);
    if (parts.target.contains(' '))
        return &rejections::badRequestLine;
    if (!isToken(token))
        return &rejections::badMethod;
    if (!isVersion(version))
        return &rejections::badVersion;

    parts.http11 = version == QByteArrayView("HTTP/1.1");
    if (!parts.http11 && version != QByteArrayView("HTTP/1.0"))
        return &rejections::versionNotSupported;
    const auto method = methodNamed(token);
    if (!method)
        return &rejections::methodNotImplemented;
    parts.method = *method;
    return nullptr;
}

} // namespace guarita::net
