// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/identity/accesstable.h"

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
    AccessRule{Method::Post, "/itens", editors},
    AccessRule{Method::Post, "/itens/lote", editors},
    AccessRule{Method::Get, "/itens/exportar", readers},
    AccessRule{Method::Get, "/itens/eventos", readers},
    AccessRule{Method::Get, "/itens/{id}", readers},
    AccessRule{Method::Put, "/itens/{id}", editors},
    AccessRule{Method::Patch, "/itens/{id}", editors},
    AccessRule{Method::Delete, "/itens/{id}", editors},
    AccessRule{Method::Post, "/itens/{id}/restaurar", editors},
    AccessRule{Method::Get, "/itens/{id}/historico", readers},
    AccessRule{Method::Get, "/identidade", anyone},
    AccessRule{Method::Get, "/conta", anyone},
    AccessRule{Method::Put, "/conta/senha", anyone},
    AccessRule{Method::Get, "/admin/backends", operators},
    AccessRule{Method::Get, "/admin/usuarios", admins},
    AccessRule{Method::Post, "/admin/usuarios", admins},
    AccessRule{Method::Get, "/admin/usuarios/{nome}", admins},
    AccessRule{Method::Patch, "/admin/usuarios/{nome}", admins},
    AccessRule{Method::Get, "/admin/config", admins},
    AccessRule{Method::Post, "/admin/config", admins},
};

std::vector<http::Route> routesOf(std::span<const AccessRule> table)
{
    std::vector<http::Route> routes;
    for (const AccessRule &rule : table)
        routes.push_back({rule.method, rule.pattern, {}});
    return routes;
}

Roles allowedBy(const http::Route &route)
{
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const AccessRule &candidate) {
        return candidate.method == route.method && candidate.pattern == route.pattern;
    });
    return rule->allowed;
}

} // namespace

std::span<const AccessRule> accessRules()
{
    return rules;
}

Access accessTo(net::Method method, const QByteArray &path, Roles roles)
{
    using enum Access::Verdict;
    static const http::Router router(routesOf(rules));
    const http::Router::Match match = router.match(method, path);
    if (!match.pathKnown)
        return {UnknownPath, {}};
    // OPTIONS only tells which methods a path has (RFC 9110, 9.3.7).
    if (!match.route && method == Method::Options)
        return {roles.isEmpty() ? Forbidden : Allowed, {}};
    if (!match.route)
        return {MethodNotAllowed, match.allow};
    return {roles.hasAnyOf(allowedBy(*match.route)) ? Allowed : Forbidden, {}};
}

} // namespace guarita::gateway
