// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/entitytags.h"

#include "core/decimaltext.h"

namespace guarita::http {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == ','; // empty list elements are allowed (RFC 9110, 5.6.1)
}

/// Takes one entity-tag from the front of `text` (RFC 9110, 8.8.3).
std::optional<EntityTags::Tag> takeTag(QByteArrayView &text)
{
    EntityTags::Tag tag;
    tag.weak = text.startsWith("W/");
    if (tag.weak)
        text = text.sliced(2);
    if (!text.startsWith('"'))
        return std::nullopt;
    const qsizetype end = text.indexOf('"', 1);
    if (end < 0)
        return std::nullopt;
    tag.opaque = text.sliced(1, end - 1).toByteArray();
    text = text.sliced(end + 1);
    if (!text.isEmpty() && !isBlank(text.front()))
        return std::nullopt;
    return tag;
}

bool takeField(QByteArrayView text, EntityTags &tags)
{
    if (text == "*") {
        tags.any = true;
        return true;
    }
    for (;;) {
        while (!text.isEmpty() && isBlank(text.front()))
            text = text.sliced(1);
        if (text.isEmpty())
            return true;
        std::optional<EntityTags::Tag> tag = takeTag(text);
        if (!tag)
            return false;
        tags.tags.push_back(std::move(*tag));
    }
}

} // namespace

ReadTags readEntityTags(const net::Headers &headers, QByteArrayView name)
{
    ReadTags read;
    for (const net::HeaderField &field : headers) {
        if (field.name.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        read.state = TagsState::Good;
        if (!takeField(field.value, read.value))
            return {TagsState::Malformed, {}};
    }
    const bool empty = !read.value.any && read.value.tags.empty();
    if (read.state == TagsState::Good && (empty || (read.value.any && !read.value.tags.empty())))
        return {TagsState::Malformed, {}};
    return read;
}

QByteArray tagOf(qint64 version)
{
    return '"' + QByteArray::number(version) + '"';
}

std::optional<qint64> versionOf(const EntityTags::Tag &tag)
{
    return core::positiveNumber(tag.opaque);
}

} // namespace guarita::http
