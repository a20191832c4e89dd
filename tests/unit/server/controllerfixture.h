// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "maprepository.h"
#include "server/web/changecontroller.h"
#include "server/web/itemcontroller.h"
#include "support/fakeclock.h"
#include "support/fakeowner.h"

#include <QtTest/QTest>

#include <memory>
#include <vector>

namespace guarita::server {

inline const QByteArray goodItem = R"({"nome":"Café","preco":19.90})";
inline const QByteArray storedItem =
    R"({"id":1,"nome":"Café","descricao":null,"preco":19.90,"versao":1,)"
    R"("criado_em":"2001-09-09T01:46:40.000Z","atualizado_em":"2001-09-09T01:46:40.000Z"})";

/// The controllers on items in a map, without a daemon around them.
class ControllerFixture
{
public:
    ControllerFixture()
    {
        sql::PoolLimits limits;
        limits.workers = 1; // the map is not made for several
        m_pool = std::make_unique<storage::ItemPool>(
            [this] { return std::make_unique<storage::MapRepository>(m_items); }, limits, m_clock);
    }

    http::Response send(http::Method method, const QByteArray &path, const QByteArray &body = {},
                        net::Headers headers = {});
    http::Response sendJson(http::Method method, const QByteArray &path, const QByteArray &body,
                            net::Headers headers = {})
    {
        headers.append("content-type", "application/json");
        return send(method, path, body, std::move(headers));
    }
    storage::Items &items() { return m_items; }

private:
    storage::Items m_items;
    support::FakeClock m_clock;
    std::unique_ptr<storage::ItemPool> m_pool;
    support::FakeOwner m_owner;
};

inline http::Response ControllerFixture::send(http::Method method, const QByteArray &path,
                                              const QByteArray &body, net::Headers headers)
{
    storage::ItemService service(*m_pool, m_clock);
    web::ItemController reading(service);
    web::ChangeController changing(service, 2);
    std::vector<http::Route> routes = reading.routes();
    for (const http::Route &route : changing.routes())
        routes.push_back(route);
    http::Request request;
    request.method = method;
    request.path = path.left(path.indexOf('?') < 0 ? path.size() : path.indexOf('?'));
    request.query = path.mid(request.path.size() + 1);
    request.headers = std::move(headers);
    request.subject = "ana";
    request.body = body;
    QByteArray pattern = request.path;
    if (pattern != "/itens" && pattern != "/itens/lote") {
        const QList<QByteArray> steps = request.path.mid(7).split('/');
        pattern = steps.size() > 1 ? "/itens/{id}/" + steps.last() : "/itens/{id}";
        request.params["id"] = steps.first();
    }
    m_owner.answers.clear();
    for (const http::Route &route : routes) {
        if (route.method == method && route.pattern == pattern)
            route.handler(std::move(request), m_owner.handle());
    }
    if (!QTest::qWaitFor([this] { return !m_owner.answers.empty(); }))
        qFatal("no answer");
    return m_owner.answers.front();
}

} // namespace guarita::server
