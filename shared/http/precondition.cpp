// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/precondition.h"

#include "http/entitytags.h"

namespace guarita::http {

namespace {

/// If-None-Match names versions in a request that changes something.
Problem uselessPrecondition()
{
    Problem problem = badPrecondition();
    problem.detail = {QStringLiteral("Em uma mudança, If-None-Match só pode ser *."),
                      QStringLiteral("In a change, If-None-Match can only be *.")};
    return problem;
}

} // namespace

Problem badPrecondition()
{
    Problem problem;
    problem.status = 400;
    problem.reason = "precondicao_invalida";
    problem.detail = {
        QStringLiteral("If-Match e If-None-Match devem ser * ou uma lista de ETags entre aspas."),
        QStringLiteral("If-Match and If-None-Match must be * or a list of quoted ETags.")};
    return problem;
}

core::Result<core::Precondition, Problem> readPrecondition(const Request &request)
{
    const ReadTags read = readEntityTags(request.headers, "if-match");
    const ReadTags none = readEntityTags(request.headers, "if-none-match");
    if (read.state == TagsState::Malformed || none.state == TagsState::Malformed)
        return badPrecondition();
    if (none.state == TagsState::Good && !none.value.any)
        return uselessPrecondition();
    core::Precondition condition;
    condition.conditional =
        none.state == TagsState::Good || (read.state == TagsState::Good && !read.value.any);
    for (const EntityTags::Tag &tag : read.value.tags) {
        const std::optional<qint64> version = versionOf(tag);
        if (version && !tag.weak && none.state != TagsState::Good)
            condition.versions.push_back(*version);
    }
    return condition;
}

} // namespace guarita::http
