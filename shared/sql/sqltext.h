// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QMetaType>
#include <QtCore/QVariant>

#include <optional>

namespace guarita::sql {

/// The drivers write a null QString as NULL, which an empty text is not.
inline QVariant textValue(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

inline QVariant textValue(const std::optional<QString> &text)
{
    return text ? textValue(*text) : QVariant(QMetaType::fromType<QString>());
}

} // namespace guarita::sql
