// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/usercontroller.h"

#include "core/decimaltext.h"
#include "gateway/admin/hashing.h"
#include "gateway/admin/userbody.h"
#include "gateway/admin/userproblems.h"
#include "gateway/admin/usersjson.h"
#include "gateway/audit/requestrecord.h"
#include "gateway/users/storeproblem.h"
#include "http/answering.h"
#include "http/precondition.h"
#include "http/queryparameters.h"

#include <array>

namespace guarita::gateway {

using http::Method;
using http::ReplyHandle;
using http::Request;
using http::Response;

namespace {

constexpr qint64 mostUsersPerPage = 200;

struct UserListQuery
{
    qint64 limit = 50;
    QByteArray after;
};

bool takeLimit(const QString &text, UserListQuery &query)
{
    query.limit = core::positiveNumber(text.toUtf8()).value_or(0);
    return query.limit > 0 && query.limit <= mostUsersPerPage;
}

bool takeAfter(const QString &text, UserListQuery &query)
{
    query.after = text.toUtf8();
    return isUserName(query.after);
}

constexpr std::array listParameters{
    http::QueryParameter<UserListQuery>{"limite", takeLimit, u"um número inteiro de 1 a 200",
                                        u"a whole number from 1 to 200"},
    http::QueryParameter<UserListQuery>{"depois", takeAfter, u"o nome de um usuário", u"a user's name"}};

/// Empty, which nobody is called, if it cannot be a name.
QByteArray nameIn(const Request &request)
{
    const QByteArray name = request.params.at("nome");
    return isUserName(name) ? name : QByteArray();
}

std::shared_ptr<Asking> askingOf(Request request, ReplyHandle reply)
{
    request.body.clear(); // it may hold a password, and nobody needs it any more
    return std::make_shared<Asking>(Asking{std::move(request), std::move(reply)});
}

} // namespace

std::vector<http::Route> UserController::routes()
{
    return {
        {Method::Get, "/admin/usuarios", http::handlerOf(this, &UserController::list)},
        {Method::Post, "/admin/usuarios", http::handlerOf(this, &UserController::create)},
        {Method::Get, "/admin/usuarios/{nome}", http::handlerOf(this, &UserController::find)},
        {Method::Patch, "/admin/usuarios/{nome}", http::handlerOf(this, &UserController::change)},
    };
}

void UserController::list(Request request, ReplyHandle reply)
{
    UserListQuery query;
    if (const auto wrong = http::readParameters<UserListQuery>(request.query, listParameters, query))
        return http::refuse(request, reply, *wrong);
    const auto asking = askingOf(std::move(request), std::move(reply));
    // One more than asked for tells whether there are others.
    m_parts.users.submit([query](UserRepository &users) { return users.list(query.after, query.limit + 1); },
                         [asking, query](sql::Outcome<std::vector<User>> found) {
                             if (!found)
                                 return asking->refuse(storeProblem(found.error()));
                             std::vector<User> &users = found.value();
                             const bool more = static_cast<qint64>(users.size()) > query.limit;
                             if (more)
                                 users.pop_back();
                             asking->reply.send(http::jsonResponse(usersJson(users, more)));
                         });
}

void UserController::find(Request request, ReplyHandle reply)
{
    const QByteArray name = nameIn(request);
    const auto asking = askingOf(std::move(request), std::move(reply));
    m_parts.users.submit([name](UserRepository &users) { return users.find(name); },
                         [asking](const sql::Outcome<std::optional<Account>> &found) {
                             if (!found)
                                 return asking->refuse(storeProblem(found.error()));
                             if (!found.value())
                                 return asking->refuse(http::notFound());
                             asking->reply.send(userResponse(found.value()->user));
                         });
}

void UserController::create(Request request, ReplyHandle reply)
{
    const core::Result<UserFields, http::Problem> fields = readNewUser(request);
    if (!fields)
        return http::refuse(request, reply, fields.error());
    const auto asking = askingOf(std::move(request), std::move(reply));
    hashFor(
        m_parts.passwords, asking, *fields.value().password,
        [this, asking, name = *fields.value().name, roles = *fields.value().roles](const QByteArray &hash) {
            make(asking, {name, roles, hash});
        });
}

void UserController::make(const std::shared_ptr<Asking> &asking, const NewUser &user)
{
    const Authorship by = authorshipOf(asking->request, m_parts.audit.now(), 201);
    m_parts.users.submit([user, by](UserRepository &users) { return users.create(user, by); },
                         [this, asking, user, by](const sql::Outcome<UserRepository::Changed> &created) {
                             if (!created)
                                 return asking->refuse(storeProblem(created.error()));
                             m_parts.audit.log(recordsOf(user, created.value(), by));
                             if (!created.value())
                                 return asking->refuse(refusalProblem(created.value().error()));
                             m_parts.follower.refresh([asking, made = created.value().value()] {
                                 Response response = userResponse(made, 201);
                                 response.headers.append("Location", "/admin/usuarios/" + made.name);
                                 asking->reply.send(std::move(response));
                             });
                         });
}

void UserController::change(Request request, ReplyHandle reply)
{
    const core::Result<core::Precondition, http::Problem> wanted = http::readPrecondition(request);
    if (!wanted)
        return http::refuse(request, reply, wanted.error());
    const core::Result<UserFields, http::Problem> read = readUserChange(request);
    if (!read)
        return http::refuse(request, reply, read.error());
    const UserFields &fields = read.value();
    const auto asking = askingOf(std::move(request), std::move(reply));
    UserChange change{fields.roles, fields.enabled, {}};
    if (!fields.password)
        return apply(asking, change, wanted.value());
    hashFor(m_parts.passwords, asking, *fields.password,
            [this, asking, change, wanted = wanted.value()](const QByteArray &hash) mutable {
                change.passwordHash = hash;
                apply(asking, change, wanted);
            });
}

void UserController::apply(const std::shared_ptr<Asking> &asking, const UserChange &change,
                           const core::Precondition &wanted)
{
    const QByteArray name = nameIn(asking->request);
    const Authorship by = authorshipOf(asking->request, m_parts.audit.now(), 200);
    m_parts.users.submit(
        [name, change, wanted, by](UserRepository &users) { return users.change(name, change, wanted, by); },
        [this, asking, name, change, by](const sql::Outcome<UserRepository::Changed> &changed) {
            if (!changed)
                return asking->refuse(storeProblem(changed.error()));
            m_parts.audit.log(recordsOf(name, change, changed.value(), by));
            if (!changed.value())
                return asking->refuse(refusalProblem(changed.value().error()));
            m_parts.follower.refresh(
                [asking, user = changed.value().value()] { asking->reply.send(userResponse(user)); });
        });
}

} // namespace guarita::gateway
