// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/identity/role.h"
#include "net/requestframe.h"

#include <QtCore/QByteArray>

#include <span>

namespace guarita::gateway {

/// Who may call one operation. `pattern` is written as http::Route's.
struct AccessRule
{
    net::Method method;
    const char *pattern;
    Roles allowed;
    /// What the audit calls it (auditedactions.h); nullptr: it changes nothing, or its handler records it.
    const char *action = nullptr;
};

/// The one table of what may be called behind the gate and by whom: route × method × role. Whatever has no
/// row is refused. openapi.json says the same (x-acesso), which a test holds it to.
std::span<const AccessRule> accessRules();

/// The action of the row that a request has; nullptr if it has none.
const char *auditedAction(net::Method method, const QByteArray &path);

/// What the table says of a request. HEAD is GET without the content (RFC 9110, 9.3.2).
struct Access
{
    enum class Verdict {
        Allowed,
        Forbidden,        // the operation exists, the caller has none of its roles
        UnknownPath,      // no operation has this path
        MethodNotAllowed, // the path has others
    };
    Verdict verdict = Verdict::UnknownPath;
    QByteArray allow; // with MethodNotAllowed: the methods that the path has
};

/// `path` is canonical, as the framer gives it: what is judged here is what is forwarded.
Access accessTo(net::Method method, const QByteArray &path, Roles roles);

} // namespace guarita::gateway
