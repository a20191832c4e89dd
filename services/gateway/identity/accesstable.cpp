// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/identity/accesstable.h"

#include "gateway/identity/auditedactions.h"
#include "http/router.h"

#include <algorithm>
#include <array>

namespace guarita::gateway {

namespace {

using net::Method;

constexpr Roles readers{Role::Reader, Role::Editor, Role::Admin};
constexpr Roles editors{Role::Editor, Role::Admin};
constexpr Roles operators{Role::Operator, Role::Admin};
constexpr Roles admins{Role::Admin};
constexpr Roles anyone{Role::Reader, Role::Editor, Role::Operator, Role::Admin};

constexpr std::array rules{
    AccessRule{Method::Get, "/itens", readers},
    AccessRule{Method::Post, "/itens", editors, audited::createItem},
    AccessRule{Method::Post, "/itens/lote", editors, audited::changeItems},
    AccessRule{Method::Get, "/itens/exportar", readers},
    AccessRule{Method::Get, "/itens/eventos", readers},
    AccessRule{Method::Get, "/itens/{id}", readers},
    AccessRule{Method::Put, "/itens/{id}", editors, audited::changeItem},
    AccessRule{Method::Patch, "/itens/{id}", editors, audited::changeItem},
    AccessRule{Method::Delete, "/itens/{id}", editors, audited::removeItem},
    AccessRule{Method::Post, "/itens/{id}/restaurar", editors, audited::restoreItem},
    AccessRule{Method::Get, "/itens/{id}/historico", readers},
    AccessRule{Method::Get, "/identidade", anyone},
    AccessRule{Method::Get, "/conta", anyone},
    AccessRule{Method::Put, "/conta/senha", anyone},
    AccessRule{Method::Get, "/admin/backends", operators},
    AccessRule{Method::Post, "/admin/backends", operators, audited::addBackend},
    AccessRule{Method::Get, "/admin/backends/{id}", operators},
    AccessRule{Method::Patch, "/admin/backends/{id}", operators, audited::changeBackend},
    AccessRule{Method::Delete, "/admin/backends/{id}", operators, audited::removeBackend},
    AccessRule{Method::Get, "/admin/eventos", operators},
    AccessRule{Method::Get, "/admin/pedidos", operators},
    AccessRule{Method::Get, "/admin/conciliacao", operators},
    AccessRule{Method::Get, "/admin/auditoria", admins},
    AccessRule{Method::Get, "/admin/auditoria/exportar", admins},
    AccessRule{Method::Get, "/admin/usuarios", admins},
    AccessRule{Method::Post, "/admin/usuarios", admins},
    AccessRule{Method::Get, "/admin/usuarios/{nome}", admins},
    AccessRule{Method::Patch, "/admin/usuarios/{nome}", admins},
    AccessRule{Method::Get, "/admin/config", admins},
    AccessRule{Method::Post, "/admin/config", admins, audited::changeConfiguration},
};

std::vector<http::Route> routesOf(std::span<const AccessRule> table)
{
    std::vector<http::Route> routes;
    for (const AccessRule &rule : table)
        routes.push_back({rule.method, rule.pattern, {}});
    return routes;
}

http::Router::Match match(net::Method method, const QByteArray &path)
{
    static const http::Router router(routesOf(rules));
    return router.match(method, path);
}

const AccessRule &ruleOf(const http::Route &route)
{
    return *std::find_if(rules.begin(), rules.end(), [&](const AccessRule &candidate) {
        return candidate.method == route.method && candidate.pattern == route.pattern;
    });
}

} // namespace

std::span<const AccessRule> accessRules()
{
    return rules;
}

const char *auditedAction(net::Method method, const QByteArray &path)
{
    const http::Router::Match found = match(method, path);
    return found.route ? ruleOf(*found.route).action : nullptr;
}

Access accessTo(net::Method method, const QByteArray &path, Roles roles)
{
    using enum Access::Verdict;
    const http::Router::Match found = match(method, path);
    if (!found.pathKnown)
        return {UnknownPath, {}};
    // OPTIONS only tells which methods a path has (RFC 9110, 9.3.7).
    if (!found.route && method == Method::Options)
        return {roles.isEmpty() ? Forbidden : Allowed, {}};
    if (!found.route)
        return {MethodNotAllowed, found.allow};
    return {roles.hasAnyOf(ruleOf(*found.route).allowed) ? Allowed : Forbidden, {}};
}

} // namespace guarita::gateway
