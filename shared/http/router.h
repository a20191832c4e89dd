// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"

#include <QtCore/QByteArrayList>
#include <QtCore/QHash>

#include <map>
#include <vector>

namespace guarita::http {

/// Finds the route of a canonical path. Pure; built once from the table.
class Router
{
public:
    explicit Router(std::vector<Route> routes);
    Router(const Router &) = delete; // patterns point into the table
    Router &operator=(const Router &) = delete;

    struct Match
    {
        const Route *route = nullptr; // serves the method; null with pathKnown set: 405
        bool pathKnown = false;
        bool open = false;         // the route; where none serves the method, all routes of the path
        const char *pattern = "*"; // of the first route with this path
        QByteArray allow;          // only where the path is known and the method is not
        std::map<QByteArray, QByteArray> params;
    };
    Match match(Method method, const QByteArray &path) const;

private:
    struct Pattern
    {
        QByteArrayList segments; // "{name}" stands for one segment that is not empty
        bool literal = true;
        std::vector<const Route *> routes; // one per method
    };

    const Pattern *find(const QByteArray &path, std::map<QByteArray, QByteArray> &params) const;
    static QByteArray allowedMethods(const Pattern &pattern);
    static bool fits(const Pattern &pattern, const QByteArray &path,
                     std::map<QByteArray, QByteArray> &params);

    std::vector<Route> m_routes;
    std::vector<Pattern> m_patterns;
    QHash<QByteArray, std::size_t> m_literal; // path → index into m_patterns
};

} // namespace guarita::http
