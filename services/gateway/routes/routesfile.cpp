// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routes/routesfile.h"

#include "gateway/routes/routereader.h"

#include <algorithm>

namespace guarita::gateway {

namespace {

void addRoute(RoutesFile &file, std::map<QByteArray, int> &lines, const config::JsonValue &item,
              const client::ClientLimits &limits, const QUrl &balancer)
{
    std::optional<ProxyRoute> route = readRoute(item, limits, balancer, file.mistakes);
    if (!route)
        return;
    const auto [first, isNew] = lines.try_emplace(route->prefix, item.line);
    if (!isNew)
        file.mistakes.push_back(
            {item.line, QStringLiteral("prefix %1 is that of the route in line %2")
                            .arg(QString::fromLatin1(route->prefix), QString::number(first->second))});
    else
        file.routes.push_back(*std::move(route));
}

} // namespace

RoutesFile parseRoutes(QByteArrayView bytes, const client::ClientLimits &limits, const QUrl &balancer)
{
    config::JsonFile json = config::parseJson(bytes);
    RoutesFile file;
    file.mistakes = std::move(json.mistakes);
    if (json.root.kind == config::JsonValue::Kind::Null && !file.mistakes.empty())
        return file;
    config::JsonObject root(json.root, file.mistakes);
    const config::JsonValue *routes = root.list(QStringLiteral("routes"));
    std::map<QByteArray, int> lines;
    if (routes) {
        for (const config::JsonValue &item : routes->items)
            addRoute(file, lines, item, limits, balancer);
    } else if (file.mistakes.empty()) {
        root.reject(QStringLiteral("routes"), QStringLiteral("is missing"));
    }
    root.refuseOthers();
    std::stable_sort(file.mistakes.begin(), file.mistakes.end(),
                     [](const auto &left, const auto &right) { return left.line < right.line; });
    return file;
}

std::shared_ptr<const RouteTable> readRoutes(config::Reader &reader, const client::ClientLimits &limits,
                                             const QUrl &balancer)
{
    const QString key = QStringLiteral("ROUTES_FILE");
    const std::optional<QByteArray> bytes = reader.file(key);
    if (!bytes)
        return std::make_shared<RouteTable>();
    RoutesFile parsed = parseRoutes(*bytes, limits, balancer);
    for (const config::LineMistake &mistake : parsed.mistakes)
        reader.rejectAt(QStringLiteral("%1:%2").arg(reader.text(key), QString::number(mistake.line)),
                        mistake.what);
    if (!parsed.mistakes.empty())
        parsed.routes.clear();
    return std::make_shared<RouteTable>(std::move(parsed.routes));
}

} // namespace guarita::gateway
