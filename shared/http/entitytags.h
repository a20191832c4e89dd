// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/headers.h"

#include <QtCore/QByteArray>

#include <optional>
#include <vector>

namespace guarita::http {

/// What If-Match or If-None-Match says (RFC 9110, 13.1.1 and 13.1.2).
struct EntityTags
{
    struct Tag
    {
        QByteArray opaque; // without the quotes
        bool weak = false;

        friend bool operator==(const Tag &, const Tag &) = default;
    };

    bool any = false; // "*"
    std::vector<Tag> tags;
};

enum class TagsState { Absent, Good, Malformed };

struct ReadTags
{
    TagsState state = TagsState::Absent;
    EntityTags value;
};

/// All fields of that name together: "*" or a list of entity-tags.
ReadTags readEntityTags(const net::Headers &headers, QByteArrayView name);

/// The entity-tag of a version: "7" with its quotes.
QByteArray tagOf(qint64 version);
/// The version that a tag names, if it could be one of ours.
std::optional<qint64> versionOf(const EntityTags::Tag &tag);

} // namespace guarita::http
