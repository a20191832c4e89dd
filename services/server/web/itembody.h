// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/item.h"
#include "core/result.h"
#include "http/message.h"
#include "http/problem.h"
#include "server/domain/item.h"
#include "server/domain/itemchange.h"

#include <vector>

namespace guarita::server::web {

/// The draft that a request's body holds, good by all rules; or everything that is wrong with it at once.
core::Result<domain::ItemDraft, http::Problem> readDraft(const http::Request &request);
/// The same for a merge patch (RFC 7396).
core::Result<domain::ItemPatch, http::Problem> readPatch(const http::Request &request);

/// The draft that was decoded, good by all rules, or what is wrong with it.
core::Result<domain::ItemDraft, std::vector<http::FieldError>> checkedDraft(contract::DecodedFields decoded);

QByteArray itemJson(const domain::Item &item);
QByteArray itemsJson(const std::vector<domain::Item> &items);
/// Appends an item to a JSON text.
void writeItem(core::JsonWriter &json, const domain::Item &item);

} // namespace guarita::server::web
