// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/accountcontroller.h"

#include "gateway/admin/hashing.h"
#include "gateway/admin/userbody.h"
#include "gateway/admin/userproblems.h"
#include "gateway/admin/usersjson.h"
#include "gateway/audit/requestrecord.h"
#include "gateway/users/storeproblem.h"
#include "http/answering.h"

namespace guarita::gateway {

using http::Method;
using http::ReplyHandle;
using http::Request;
using http::Response;

std::vector<http::Route> AccountController::routes()
{
    return {
        {Method::Get, "/conta", http::handlerOf(this, &AccountController::show)},
        {Method::Put, "/conta/senha", http::handlerOf(this, &AccountController::changePassword)},
    };
}

void AccountController::show(Request request, ReplyHandle reply)
{
    const QByteArray name = request.subject;
    const auto asking = std::make_shared<Asking>(Asking{std::move(request), std::move(reply)});
    m_parts.users.submit([name](UserRepository &users) { return users.find(name); },
                         [asking](const sql::Outcome<std::optional<Account>> &found) {
                             if (!found)
                                 return asking->refuse(storeProblem(found.error()));
                             if (!found.value()) // another issuer's user
                                 return asking->refuse(http::notFound());
                             asking->reply.send(http::jsonResponse(accountJson(found.value()->user)));
                         });
}

void AccountController::changePassword(Request request, ReplyHandle reply)
{
    const core::Result<UserFields, http::Problem> fields = readPasswordChange(request);
    if (!fields)
        return http::refuse(request, reply, fields.error());
    request.body.clear();
    const QByteArray name = request.subject;
    m_parts.credentials.judge(
        name, *fields.value().oldPassword,
        std::make_shared<Asking>(Asking{std::move(request), std::move(reply)}),
        [this, fresh = *fields.value().password](const auto &asking, const Judgement &judgement) {
            switch (judgement.verdict) {
            case Judgement::Verdict::NotJudged:
                return refuse(*asking, judgement.problem);
            case Judgement::Verdict::Wrong:
                return refuse(*asking, wrongOldPassword());
            case Judgement::Verdict::Right:
                break;
            }
            hashFor(m_parts.passwords, asking, fresh,
                    [this, asking, account = *judgement.account](const QByteArray &hash) {
                        replace(asking, account, hash);
                    });
        });
}

void AccountController::refuse(Asking &asking, const http::Problem &problem)
{
    AuditRecord record = recordOf(asking.request, m_parts.audit.now());
    record.action = audited::changePassword;
    record.target = record.who;
    m_parts.audit.refused(refusedRecord(std::move(record), problem));
    asking.refuse(problem);
}

void AccountController::replace(const std::shared_ptr<Asking> &asking, const Account &account,
                                const QByteArray &hash)
{
    const core::Precondition unchanged{true, {account.user.version}};
    const QByteArray name = account.user.name;
    const UserChange change{.passwordHash = hash};
    const Authorship by = authorshipOf(asking->request, m_parts.audit.now(), 204);
    m_parts.users.submit(
        [name, change, unchanged, by](UserRepository &users) {
            return users.change(name, change, unchanged, by);
        },
        [this, asking, name, change, by](const sql::Outcome<UserRepository::Changed> &changed) {
            if (!changed)
                return asking->refuse(storeProblem(changed.error()));
            m_parts.audit.log(recordsOf(name, change, changed.value(), by));
            if (!changed.value())
                return asking->refuse(userChangedMeanwhile());
            m_parts.follower.refresh([asking] {
                Response done;
                done.status = 204;
                asking->reply.send(std::move(done));
            });
        });
}

} // namespace guarita::gateway
