// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/messagelength.h"

#include "net/fieldcursor.h"

#include <QtCore/QByteArray>

namespace guarita::net {

namespace {

bool isChunked(QByteArrayView text)
{
    constexpr QByteArrayView chunked("chunked");
    return text.size() == chunked.size() &&
           qstrnicmp(text.data(), text.size(), chunked.data(), chunked.size()) == 0;
}

} // namespace

std::optional<std::int64_t> parseContentLength(QByteArrayView value)
{
    constexpr qsizetype safeDigits = 18; // 10^18 < 2^63
    if (value.isEmpty() || value.size() > safeDigits || (value.size() > 1 && value.front() == '0'))
        return std::nullopt;
    std::int64_t length = 0;
    for (const char c : value) {
        if (!characters::isDigit(c))
            return std::nullopt;
        length = length * 10 + (c - '0');
    }
    return length;
}

Verdict judgeTransferEncoding(QByteArrayView value)
{
    if (isChunked(value))
        return nullptr;
    FieldCursor cursor(value);
    bool chunkedBefore = false;
    for (;;) {
        cursor.skipBlanks();
        const QByteArrayView coding = cursor.token();
        const bool bare = !cursor.hasParameters();
        if (coding.isEmpty() || !cursor.parameters(false))
            return &rejections::badTransferEncoding;
        if (isChunked(coding) && (chunkedBefore || !bare))
            return &rejections::badTransferEncoding;
        chunkedBefore = chunkedBefore || isChunked(coding);
        cursor.skipBlanks();
        if (cursor.atEnd())
            return isChunked(coding) ? &rejections::transferCodingNotImplemented
                                     : &rejections::finalCodingNotChunked;
        if (!cursor.take(','))
            return &rejections::badTransferEncoding;
    }
}

Verdict parseChunkLine(QByteArrayView line, std::uint64_t &size)
{
    constexpr qsizetype mostDigits = 16;
    size = 0;
    qsizetype digits = 0;
    for (; digits < line.size(); ++digits) {
        const int value = characters::hexValue(line[digits]);
        if (value < 0)
            break;
        if (digits == mostDigits)
            return &rejections::badChunkSize;
        size = size * 16 + static_cast<std::uint64_t>(value);
    }
    if (digits == 0)
        return &rejections::badChunkSize;
    if (digits == line.size())
        return nullptr;
    FieldCursor cursor(line.sliced(digits));
    if (!cursor.hasParameters())
        return &rejections::badChunkSize; // anything else behind the digits, blanks too
    return cursor.parameters(true) && cursor.atEnd() ? nullptr : &rejections::badChunkExtension;
}

bool isChunkOverheadAllowed(std::int64_t overhead, std::int64_t bodyBytes)
{
    return overhead <= 16 * 1024 + 8 * bodyBytes;
}

} // namespace guarita::net
