// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/searchkey.h"

#include <QtCore/QMetaType>
#include <QtCore/QVariant>

#include <optional>

namespace guarita::server::storage {

/// The drivers write a null QString as NULL, which an empty text is not.
inline QVariant textValue(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

inline QVariant textValue(const std::optional<QString> &text)
{
    return text ? textValue(*text) : QVariant(QMetaType::fromType<QString>());
}

/// The search key of a text; NULL if there is no text.
inline QVariant keyValue(const std::optional<QString> &text)
{
    return textValue(text ? std::optional(domain::searchKey(*text)) : std::nullopt);
}

} // namespace guarita::server::storage
