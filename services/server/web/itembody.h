// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "http/message.h"
#include "http/problem.h"
#include "server/domain/item.h"

namespace guarita::server::web {

/// The draft that a request's body holds, good by all rules; or everything that is wrong with it at once.
core::Result<domain::ItemDraft, http::Problem> readDraft(const http::Request &request);

QByteArray itemJson(const domain::Item &item);
QByteArray itemsJson(const std::vector<domain::Item> &items);

} // namespace guarita::server::web
