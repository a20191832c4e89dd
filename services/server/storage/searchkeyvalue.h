// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/searchkey.h"
#include "sql/sqltext.h"

#include <optional>

namespace guarita::server::storage {

/// The search key of a text; NULL if there is no text.
inline QVariant keyValue(const std::optional<QString> &text)
{
    return sql::textValue(text ? std::optional(domain::searchKey(*text)) : std::nullopt);
}

} // namespace guarita::server::storage
