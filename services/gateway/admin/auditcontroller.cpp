// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/auditcontroller.h"

#include "gateway/admin/auditjson.h"
#include "gateway/admin/auditquery.h"
#include "gateway/auth/credentials.h"
#include "gateway/users/storeproblem.h"
#include "http/answering.h"

namespace guarita::gateway {

using http::PagedAnswers;
using Records = std::vector<AuditRecord>;

namespace {

constexpr qint64 recordsPerPage = 500;

http::Response exportHead()
{
    http::Response head;
    head.headers.append("Content-Type", "application/x-ndjson");
    head.headers.append("Content-Disposition", "attachment; filename=\"auditoria.ndjson\"");
    return head;
}

http::Problem tooManyExports()
{
    http::Problem problem;
    problem.status = 503;
    problem.reason = "exportacoes_demais";
    problem.detail = {QStringLiteral("Há exportações demais em andamento; tente de novo mais tarde."),
                      QStringLiteral("There are too many exports under way; try again later.")};
    problem.headers.set("Retry-After", "1");
    return problem;
}

/// The lines of a page; the query then asks for the one behind it.
PagedAnswers::Page pageOf(const Records &records, AuditQuery &query)
{
    if (!records.empty())
        (query.after ? query.after : query.before) = records.back().id;
    return {recordLines(records), static_cast<qint64>(records.size()) < query.limit};
}

} // namespace

std::vector<http::Route> AuditController::routes()
{
    return {
        {http::Method::Get, "/admin/auditoria", http::handlerOf(this, &AuditController::list)},
        {http::Method::Get, "/admin/auditoria/exportar", http::handlerOf(this, &AuditController::exportAll)},
    };
}

void AuditController::list(http::Request request, http::ReplyHandle reply)
{
    const core::Result<AuditQuery, http::Problem> read = readAuditQuery(request.query);
    if (!read)
        return http::refuse(request, reply, read.error());
    const qint64 limit = read.value().limit;
    AuditQuery query = read.value();
    query.limit = limit + 1; // tells whether there are others
    const auto asking = std::make_shared<Asking>(Asking{std::move(request), std::move(reply)});
    m_users.submit([query](UserRepository &users) { return users.audit().list(query); },
                   [asking, limit](sql::Outcome<Records> found) {
                       if (!found)
                           return asking->refuse(storeProblem(found.error()));
                       Records &records = found.value();
                       const bool more = static_cast<qint64>(records.size()) > limit;
                       if (more)
                           records.pop_back();
                       asking->reply.send(http::jsonResponse(recordsJson(records, more)));
                   });
}

/// The first page is read before anything is said: an error is still an answer of its own.
void AuditController::exportAll(http::Request request, http::ReplyHandle reply)
{
    const core::Result<AuditQuery, http::Problem> read = readAuditExportQuery(request.query);
    if (!read)
        return http::refuse(request, reply, read.error());
    if (request.method == http::Method::Head)
        return reply.begin(exportHead()).finish();
    const std::optional<PagedAnswers::Place> place = m_exports.takePlace();
    if (!place)
        return http::refuse(request, reply, tooManyExports());
    const auto at = std::make_shared<AuditQuery>(read.value());
    at->limit = recordsPerPage;
    const auto asking = std::make_shared<Asking>(Asking{std::move(request), std::move(reply)});
    m_users.submit([query = *at](UserRepository &users) { return users.audit().list(query); },
                   [this, at, asking, place = *place](const sql::Outcome<Records> &first) {
                       if (!first)
                           return asking->refuse(storeProblem(first.error()));
                       m_exports.send(place, std::move(asking->reply), exportHead(),
                                      pageOf(first.value(), *at),
                                      [this, at](std::function<void(PagedAnswers::PageRead)> done) {
                                          readNext(at, std::move(done));
                                      });
                   });
}

void AuditController::readNext(const std::shared_ptr<AuditQuery> &at,
                               std::function<void(PagedAnswers::PageRead)> done)
{
    m_users.submit([query = *at](UserRepository &users) { return users.audit().list(query); },
                   [at, done = std::move(done)](const sql::Outcome<Records> &records) {
                       if (records)
                           return done(pageOf(records.value(), *at));
                       done(sql::isPassing(records.error().failure) ? PagedAnswers::Trouble::Passing
                                                                    : PagedAnswers::Trouble::Lasting);
                   });
}

} // namespace guarita::gateway
