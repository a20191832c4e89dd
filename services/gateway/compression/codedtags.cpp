// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/compression/codedtags.h"

namespace guarita::gateway {

namespace {

/// With the tag's closing quotation mark, which nothing else in a list of tags can be.
QByteArray endOf(Coding coding)
{
    return '~' + codingName(coding) + '"';
}

/// Nothing if there is no strong tag.
std::optional<QByteArray> codedTag(const net::Headers &answer, Coding coding)
{
    const QByteArray *tag = answer.find("etag");
    const bool strong = tag && tag->size() >= 2 && tag->startsWith('"') && tag->endsWith('"');
    return strong ? std::optional(tag->chopped(1) + endOf(coding)) : std::nullopt;
}

void uncode(net::Headers &request, const QByteArray &name, Coding coding)
{
    const QByteArray *field = request.find(name);
    if (!field || !field->contains(endOf(coding)))
        return;
    QByteArray tags;
    for (const net::HeaderField &one : std::as_const(request)) { // a list may come in several fields
        if (one.name == name)
            tags += (tags.isEmpty() ? "" : ", ") + one.value;
    }
    request.set(name, tags.replace(endOf(coding), "\""));
}

} // namespace

void codeTag(net::Headers &answer, Coding coding)
{
    if (const std::optional<QByteArray> tag = codedTag(answer, coding))
        answer.set(QByteArrayLiteral("ETag"), *tag);
}

void uncodeMatch(net::Headers &request)
{
    for (const Coding coding : {Coding::Gzip, Coding::Brotli, Coding::Zstd})
        uncode(request, QByteArrayLiteral("if-match"), coding);
}

void uncodeNoneMatch(net::Headers &request, Coding coding)
{
    uncode(request, QByteArrayLiteral("if-none-match"), coding);
}

bool recodeTag(net::Headers &answer, const QByteArray &asked, Coding coding)
{
    const std::optional<QByteArray> tag = codedTag(answer, coding);
    if (!tag || !asked.contains(*tag))
        return false;
    answer.set(QByteArrayLiteral("ETag"), *tag);
    return true;
}

} // namespace guarita::gateway
