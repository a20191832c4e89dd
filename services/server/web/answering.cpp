// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/answering.h"

#include "server/web/decimaltext.h"
#include "server/web/entitytags.h"
#include "server/web/itembody.h"

namespace guarita::server::web {

using core::Result;
using domain::Precondition;
using http::Problem;
using http::Request;
using http::Response;

std::optional<qint64> idOf(const Request &request)
{
    const auto found = request.params.find("id");
    return found == request.params.end() ? std::nullopt : positiveNumber(found->second);
}

/// If-Match compares strongly, so that a weak tag matches nothing (RFC 9110, 13.1.1). "*" is met by any item;
/// one that does not exist is a 404 rather than a 412, as 13.2.1 has it. If-None-Match: * wants that there be
/// no item, which no change of one can meet.
Result<Precondition, Problem> readPrecondition(const Request &request)
{
    const ReadTags read = readEntityTags(request.headers, "if-match");
    const ReadTags none = readEntityTags(request.headers, "if-none-match");
    if (read.state == TagsState::Malformed || none.state == TagsState::Malformed)
        return badPrecondition();
    if (none.state == TagsState::Good && !none.value.any)
        return uselessPrecondition();
    Precondition condition;
    condition.conditional =
        none.state == TagsState::Good || (read.state == TagsState::Good && !read.value.any);
    for (const EntityTags::Tag &tag : read.value.tags) {
        const std::optional<qint64> version = versionOf(tag);
        if (version && !tag.weak && none.state != TagsState::Good)
            condition.versions.push_back(*version);
    }
    return condition;
}

Response itemResponse(const domain::Item &item, int status)
{
    Response response = http::jsonResponse(itemJson(item), status);
    response.headers.append("ETag", tagOf(item.versao));
    return response;
}

http::Stage callerStage()
{
    return {"caller", [](Request &request) -> std::optional<Response> {
                request.subject = request.headers.value("x-guarita-subject");
                return std::nullopt;
            }};
}

} // namespace guarita::server::web
