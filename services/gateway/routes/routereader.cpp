// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routes/routereader.h"

#include "config/quantities.h"
#include "gateway/forward/forwardedfields.h"
#include "net/knownfields.h"
#include "net/pathprefix.h"

#include <algorithm>
#include <array>

namespace guarita::gateway {

namespace {

using namespace std::chrono_literals;
using config::JsonObject;
using config::JsonValue;
using net::Method;

// Bodies are passed on while they come, so the largest costs no more memory than any other.
constexpr qint64 largestBody = qint64(1) << 40;
constexpr std::array everyMethod{Method::Get,   Method::Head,   Method::Post,   Method::Put,
                                 Method::Patch, Method::Delete, Method::Options};

/// The first segments of what the gateway serves itself, or keeps for doing so, besides the operations of the
/// contract.
constexpr std::array<QByteArrayView, 7> ownHeads{"token",        "revoke",  "saude",      "docs",
                                                 "openapi.json", "metrics", ".well-known"};

QByteArrayView headOf(QByteArrayView path)
{
    const QByteArrayView rest = path.sliced(1);
    const qsizetype slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.first(slash);
}

bool isOwn(const QByteArray &prefix)
{
    const QByteArrayView head = headOf(prefix);
    const auto same = [&](QByteArrayView other) { return head.compare(other, Qt::CaseInsensitive) == 0; };
    const auto rules = accessRules();
    return std::any_of(ownHeads.begin(), ownHeads.end(), same) ||
           std::any_of(rules.begin(), rules.end(),
                       [&](const AccessRule &rule) { return same(headOf(rule.pattern)); });
}

QString faultOf(const QByteArray &prefix)
{
    if (!net::isPathPrefix(prefix))
        return net::pathPrefixRule();
    return isOwn(prefix) ? QStringLiteral("must not begin like a path of the gateway's own") : QString();
}

QByteArray readPrefix(JsonObject &object)
{
    const QString name = QStringLiteral("prefix");
    const std::optional<QString> text = object.text(name);
    const QByteArray prefix = text.value_or(QString()).toUtf8();
    const QString fault = faultOf(prefix);
    if (text && fault.isEmpty())
        return prefix;
    object.reject(name, text ? fault : QStringLiteral("is missing"));
    return {};
}

void readUpstream(JsonObject &object, ProxyRoute &route)
{
    const QString name = QStringLiteral("upstream");
    const std::optional<QUrl> origin = config::originFrom(object.text(name).value_or(QString()));
    if (origin)
        route.rule.upstream = *origin;
    else
        object.reject(name, QStringLiteral("must be ") + config::originRule());
}

/// Nobody may, unless the file says who.
void readAccess(JsonObject &object, ProxyRoute &route)
{
    const QString name = QStringLiteral("roles");
    route.open = object.boolean(QStringLiteral("open")).value_or(false);
    const std::optional<QStringList> roles = object.texts(name);
    for (const QString &text : roles.value_or(QStringList())) {
        if (const std::optional<Role> role = roleNamed(text.toUtf8()))
            route.roles.insert(*role);
        else
            object.reject(name, QStringLiteral("must be some of leitor, editor, operador and admin"));
    }
    if (route.open && roles)
        object.reject(name, QStringLiteral("and open contradict each other"));
    else if (!route.open && roles.value_or(QStringList()).isEmpty())
        object.reject(name, QStringLiteral("must name a role, or open must be true: else nobody may"));
}

void readMethods(JsonObject &object, ProxyRoute &route)
{
    const QString name = QStringLiteral("methods");
    const std::optional<QStringList> methods = object.texts(name);
    if (!methods)
        route.methods.assign(everyMethod.begin(), everyMethod.end());
    else if (methods->isEmpty())
        object.reject(name, QStringLiteral("must name a method"));
    for (const QString &text : methods.value_or(QStringList())) {
        const auto method = std::find_if(everyMethod.begin(), everyMethod.end(),
                                         [&](Method one) { return net::methodName(one) == text.toUtf8(); });
        if (method != everyMethod.end())
            route.methods.push_back(*method);
        else
            object.reject(name,
                          QStringLiteral("must be some of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    }
}

Rate readRate(JsonObject &object, const QString &name)
{
    const std::optional<QString> text = object.text(name);
    const std::optional<Rate> rate = rateFrom(text.value_or(QStringLiteral("0")));
    if (!rate)
        object.reject(name, QStringLiteral("must be ") + rateRule());
    return rate.value_or(Rate{});
}

void readLimits(JsonObject &object, ProxyRoute &route)
{
    route.perUser = readRate(object, QStringLiteral("rate_per_user"));
    route.perAddress = readRate(object, QStringLiteral("rate_per_address"));
    if (route.open && route.perUser.quota > 0)
        object.reject(QStringLiteral("rate_per_user"), QStringLiteral("has no meaning on an open route"));
    route.maxBody = object.bytes(QStringLiteral("max_body"), 0, largestBody);
    const auto deadline = [&](const char *name, std::chrono::milliseconds &value,
                              std::chrono::milliseconds least, std::chrono::milliseconds most) {
        value = object.duration(QString::fromLatin1(name), least, most).value_or(value);
    };
    deadline("connect_deadline", route.limits.connectDeadline, 10ms, 1min);
    deadline("first_byte_deadline", route.limits.firstByteDeadline, 10ms, 10min);
    deadline("total_deadline", route.limits.totalDeadline, 10ms, 10min);
    deadline("stream_idle_deadline", route.limits.streamIdleDeadline, 100ms, 60min);
    if (route.limits.totalDeadline < route.limits.connectDeadline)
        object.reject(QStringLiteral("total_deadline"),
                      QStringLiteral("must not be shorter than connect_deadline"));
}

/// Below its prefix a route reaches what the prefix says; without it, a balancer's own operations, too.
void readStripping(JsonObject &object, ProxyRoute &route, bool inner)
{
    const QString name = QStringLiteral("strip_prefix");
    if (!object.boolean(name).value_or(false))
        return;
    route.rule.strippedPrefix = route.prefix;
    if (inner)
        object.reject(name, QStringLiteral("must be false where upstream is LOAD_BALANCER_URL: paths below "
                                           "the prefix would reach the balancer's administration"));
}

/// Our own tiers name the request in each answer, so no connection needs to be theirs alone.
void readReuse(JsonObject &object, ProxyRoute &route, bool inner)
{
    const QString name = QStringLiteral("reuse_connections");
    route.rule.reuseConnections = object.boolean(name).value_or(true);
    if (inner && !route.rule.reuseConnections)
        object.reject(name, QStringLiteral("must be true where upstream is LOAD_BALANCER_URL: the balancer's "
                                           "clusters have a setting of this name"));
}

/// Fields that the framing, or the gateway itself, answers for. The tiers behind are told who asks in a code
/// over the request's id, among others (`inner`).
bool isOurs(const QByteArray &name, bool inner)
{
    return !net::isPassedOn(net::findKnownField(name).role) || speaksOfOrigin(name) ||
           (inner && withDashes(name) == "x-request-id");
}

void readFields(JsonObject &object, ProxyRoute &route, bool inner, std::vector<config::LineMistake> &mistakes)
{
    const QString set = QStringLiteral("set_headers");
    if (const JsonValue *fields = object.object(set)) {
        for (const JsonValue &field : fields->items) {
            const QByteArray name = field.name.toLatin1().toLower();
            const QByteArray value = field.text.toUtf8();
            if (field.kind != JsonValue::Kind::Text || !net::isToken(name) || !net::isFieldValue(value) ||
                isOurs(name, inner) || route.rule.setHeaders.contains(name))
                mistakes.push_back({field.line, set + QStringLiteral(" must have names and values of fields, "
                                                                     "and none that the gateway makes")});
            else
                route.rule.setHeaders.append(name, value);
        }
    }
    const QString remove = QStringLiteral("remove_headers");
    for (const QString &text : object.texts(remove).value_or(QStringList())) {
        const QByteArray name = text.toLatin1().toLower();
        if (!net::isToken(name) || isOurs(name, inner))
            object.reject(remove, QStringLiteral("must be names of fields, and none that the gateway makes"));
        else
            route.rule.removeHeaders.append(name);
    }
}

} // namespace

std::optional<ProxyRoute> readRoute(const JsonValue &item, const client::ClientLimits &limits,
                                    const QUrl &balancer, std::vector<config::LineMistake> &mistakes)
{
    JsonObject object(item, mistakes);
    if (item.kind != JsonValue::Kind::Object)
        return std::nullopt;
    ProxyRoute route;
    route.limits = limits;
    route.prefix = readPrefix(object);
    readUpstream(object, route);
    readAccess(object, route);
    readMethods(object, route);
    const bool inner = sameOrigin(route.rule.upstream, balancer);
    readStripping(object, route, inner);
    readReuse(object, route, inner);
    readLimits(object, route);
    readFields(object, route, inner, mistakes);
    object.refuseOthers();
    return route.prefix.isEmpty() ? std::nullopt : std::optional(std::move(route));
}

} // namespace guarita::gateway
