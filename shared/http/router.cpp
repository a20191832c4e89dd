// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/router.h"

#include <algorithm>

namespace guarita::http {

namespace {

bool isPlaceholder(QByteArrayView segment)
{
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

QByteArrayView withoutBraces(QByteArrayView segment)
{
    return segment.sliced(1, segment.size() - 2);
}

} // namespace

Router::Router(std::vector<Route> routes)
    : m_routes(std::move(routes))
{
    for (const Route &route : m_routes) {
        const QByteArray path(route.pattern);
        const auto same = std::find_if(m_patterns.begin(), m_patterns.end(), [&](const Pattern &pattern) {
            return pattern.segments == path.split('/');
        });
        if (same != m_patterns.end()) {
            same->routes.push_back(&route);
            continue;
        }
        Pattern pattern;
        pattern.segments = path.split('/');
        pattern.literal = std::none_of(pattern.segments.begin(), pattern.segments.end(), isPlaceholder);
        pattern.routes.push_back(&route);
        if (pattern.literal)
            m_literal.insert(path, m_patterns.size());
        m_patterns.push_back(std::move(pattern));
    }
}

Router::Match Router::match(Method method, const QByteArray &path) const
{
    Match result;
    const Pattern *pattern = find(path, result.params);
    if (!pattern)
        return result;
    result.pathKnown = true;
    result.pattern = pattern->routes.front()->pattern;
    for (const Route *route : pattern->routes) {
        // RFC 9110, 9.3.2: HEAD is GET without the content.
        const bool serves =
            route->method == method || (method == Method::Head && route->method == Method::Get);
        if (serves && (!result.route || route->method == method))
            result.route = route;
    }
    if (result.route) {
        result.open = result.route->open;
        return result;
    }
    result.open = std::all_of(pattern->routes.begin(), pattern->routes.end(),
                              [](const Route *route) { return route->open; });
    result.allow = allowedMethods(*pattern);
    return result;
}

QByteArray Router::allowedMethods(const Pattern &pattern)
{
    QByteArrayList allowed;
    const auto add = [&](Method method) {
        if (!allowed.contains(net::methodName(method)))
            allowed.append(net::methodName(method));
    };
    for (const Route *route : pattern.routes) {
        add(route->method);
        if (route->method == Method::Get)
            add(Method::Head);
    }
    add(Method::Options);
    return allowed.join(", ");
}

const Router::Pattern *Router::find(const QByteArray &path, std::map<QByteArray, QByteArray> &params) const
{
    const auto literal = m_literal.constFind(path);
    if (literal != m_literal.constEnd())
        return &m_patterns[literal.value()];
    for (const Pattern &pattern : m_patterns) {
        if (!pattern.literal && fits(pattern, path, params))
            return &pattern;
    }
    return nullptr;
}

bool Router::fits(const Pattern &pattern, const QByteArray &path, std::map<QByteArray, QByteArray> &params)
{
    if (path.count('/') + 1 != pattern.segments.size())
        return false;
    std::map<QByteArray, QByteArray> found;
    QByteArrayView rest(path);
    for (const QByteArray &expected : pattern.segments) {
        const qsizetype slash = rest.indexOf('/');
        const QByteArrayView segment = slash < 0 ? rest : rest.first(slash);
        rest = slash < 0 ? QByteArrayView() : rest.sliced(slash + 1);
        if (isPlaceholder(expected)) {
            if (segment.isEmpty())
                return false;
            found.emplace(withoutBraces(expected).toByteArray(), segment.toByteArray());
        } else if (segment != QByteArrayView(expected)) {
            return false;
        }
    }
    params = std::move(found);
    return true;
}

} // namespace guarita::http
