// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/answering.h"

#include "core/decimaltext.h"
#include "http/entitytags.h"
#include "server/web/itembody.h"

namespace guarita::server::web {

using http::Request;
using http::Response;

std::optional<qint64> idOf(const Request &request)
{
    const auto found = request.params.find("id");
    return found == request.params.end() ? std::nullopt : core::positiveNumber(found->second);
}

trace::ServerTiming timingOf(const sql::JobTiming &timing)
{
    return {.total = std::nullopt,
            .waited = timing.waited,
            .sql = timing.sql.time,
            .statements = timing.sql.statements};
}

Response itemResponse(const domain::Item &item, int status)
{
    Response response = http::jsonResponse(itemJson(item), status);
    response.headers.append("ETag", http::tagOf(item.versao));
    return response;
}

} // namespace guarita::server::web
