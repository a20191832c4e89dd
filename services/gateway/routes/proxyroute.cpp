// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routes/proxyroute.h"

#include <algorithm>

namespace guarita::gateway {

Access accessTo(const ProxyRoute &route, net::Method method, Roles roles)
{
    using enum Access::Verdict;
    const auto lists = [&](net::Method one) {
        return std::find(route.methods.begin(), route.methods.end(), one) != route.methods.end();
    };
    if (!lists(method) && !(method == net::Method::Head && lists(net::Method::Get))) {
        QByteArrayList allowed;
        for (const net::Method one : route.methods)
            allowed.append(net::methodName(one));
        return {MethodNotAllowed, allowed.join(", ")};
    }
    return {route.open || roles.hasAnyOf(route.roles) ? Allowed : Forbidden, {}};
}

} // namespace guarita::gateway
