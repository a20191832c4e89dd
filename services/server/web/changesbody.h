// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/message.h"
#include "server/domain/itemchange.h"
#include "server/web/listquery.h"

#include <vector>

namespace guarita::server::web {

/// "criado", "atualizado", "removido" or "restaurado".
const char *eventName(domain::ItemEvent event);

/// The page of an item's history, made of one change more than its limit if there is one.
http::Response historyResponse(qint64 id, const HistoryQuery &query,
                               const std::vector<domain::RecordedChange> &changes);

/// One change as an event tells it: with the whole item.
QByteArray changeJson(const domain::RecordedChange &change);

} // namespace guarita::server::web
