// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/serverapp.h"

#include "core/jsonwriter.h"
#include "http/problem.h"
#include "server/storage/sqlitemrepository.h"
#include "server/web/answering.h"

#include <unistd.h>

#include <iterator>

namespace guarita::server {

namespace {

/// For who passed the check of the identity: what a server does and for how long concerns no one else.
http::Stage timingStage()
{
    return {"timing", [](http::Request &request) -> std::optional<http::Response> {
                request.tellsTiming = true;
                return std::nullopt;
            }};
}

} // namespace

ServerApp::ServerApp(ServerSettings settings, runtime::Surroundings surroundings)
    : m_settings(std::move(settings))
    , m_name(m_settings.name)
    , m_metrics(surroundings.registry)
    , m_pool(
          [database = m_settings.database] { return std::make_unique<storage::SqlItemRepository>(database); },
          m_settings.pool, surroundings.clock, &m_metrics, &surroundings.random)
    , m_service(m_pool, surroundings.clock)
    , m_retention(m_pool, surroundings.clock, m_settings.retention)
    , m_feed(m_pool, m_settings.feed, web::changeEvent)
    , m_signal(m_settings.database, QStringLiteral("guarita_itens"), [this] { m_feed.wake(); })
    , m_identity(m_settings.tier, surroundings.clock)
    , m_received(surroundings.random.hex(tally::idBytes))
    , m_items(m_service)
    , m_changes(m_service, m_settings.batches)
    , m_exports(m_service, m_settings.exports)
    , m_events(m_feed, m_service)
    , m_app(spec(), m_settings.common.listener,
            {surroundings.clock, surroundings.random, surroundings.observer, &surroundings.sockets})
{
    m_service.onChanged([this] {
        m_feed.wake();
        m_signal.announce();
    });
}

http::AppSpec ServerApp::spec()
{
    using http::Method;
    http::AppSpec spec;
    for (std::vector<http::Route> routes :
         {m_items.routes(), m_changes.routes(), m_exports.routes(), m_events.routes()})
        std::move(routes.begin(), routes.end(), std::back_inserter(spec.routes));
    spec.routes.push_back(
        {Method::Get, "/saude",
         [this](http::Request request, http::ReplyHandle reply) { reply.send(health(request)); }, true});
    spec.routes.push_back({Method::Get, "/identidade",
                           [this](http::Request, http::ReplyHandle reply) { reply.send(identity()); }});
    // Only the balancer gets here: it answers this path itself.
    spec.routes.push_back(
        {Method::Get, "/admin/conciliacao",
         [this](http::Request request, http::ReplyHandle reply) { reply.send(receivedCalls(request)); }});
    spec.stages = {m_identity.stage(), tier::tallyStage(m_received), timingStage()};
    spec.tracing = {.believesSampling = true, .oneIn = m_settings.common.traceOneIn};
    return spec;
}

core::Result<quint16> ServerApp::start()
{
    core::Result<quint16> port = m_app.listen(m_settings.common.host, m_settings.common.port);
    if (port && m_name.isEmpty())
        m_name = QStringLiteral("servidor-%1").arg(port.value());
    return port;
}

void ServerApp::drain(std::function<void()> drained)
{
    m_app.drain(std::move(drained));
}

http::Response ServerApp::health(const http::Request &request) const
{
    if (m_app.draining())
        return http::problemResponse(request, http::draining());
    // 200 even without a database: it is shared, so that 503 would take every server out at once and turn a
    // precise answer ("banco_indisponivel") into "no server".
    core::JsonWriter json;
    json.beginObject();
    json.key("status");
    json.string(QByteArrayView("ok"));
    json.key("papel");
    json.string(QByteArrayView("servidor"));
    json.key("servidor");
    json.string(m_name);
    json.key("banco");
    json.string(m_pool.stats().available ? QByteArrayView("ok") : QByteArrayView("indisponivel"));
    json.endObject();
    return http::jsonResponse(json.take());
}

http::Response ServerApp::identity() const
{
    core::JsonWriter json;
    json.beginObject();
    json.key("servidor");
    json.string(m_name);
    json.key("pid");
    json.integer(getpid());
    json.endObject();
    return http::jsonResponse(json.take());
}

http::Response ServerApp::receivedCalls(const http::Request &request) const
{
    core::JsonWriter json;
    json.beginObject();
    m_received.reportFor(request.headers.value(tally::callField)).write(json);
    json.endObject();
    return http::jsonResponse(json.take());
}

runtime::DaemonSpec serverDaemon()
{
    return {
        .program = "guarita-server",
        .role = "server",
        .summary = "Keeps items in PostgreSQL or in an embedded SQLite file.",
        .keys = serverKeys(),
        .configure =
            [](config::Reader &reader, const runtime::CommonSettings &common) {
                const auto make =
                    [settings = readServerSettings(reader, common)](
                        runtime::Surroundings surroundings) -> std::unique_ptr<runtime::Service> {
                    return std::make_unique<ServerApp>(settings, surroundings);
                };
                return runtime::DaemonSpec::Configured{make};
            },
    };
}

} // namespace guarita::server
