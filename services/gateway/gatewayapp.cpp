// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/gatewayapp.h"

#include "core/jsonwriter.h"
#include "gateway/auth/authenticate.h"
#include "http/problem.h"

namespace guarita::gateway {

namespace {

constexpr quint16 defaultPort = 8000;
constexpr std::size_t rememberedTokens = 4096; // 16 MiB at the very most, about 2 MiB with our own tokens

/// A handler that answers at once.
template <typename Answer>
http::Handler answering(Answer answer)
{
    return [answer](http::Request request, http::ReplyHandle reply) { reply.send(answer(request)); };
}

} // namespace

GatewayApp::GatewayApp(const GatewaySettings &settings, const runtime::Surroundings &surroundings)
    : m_settings(settings)
    , m_codec(settings.secretKey)
    , m_issuer(m_codec, surroundings.clock, surroundings.random, settings.tokens)
    , m_verifier(m_codec, surroundings.clock, settings.tokens, rememberedTokens)
    , m_passwords(settings.credentials, settings.loginQueue)
    , m_throttle(settings.logins, surroundings.clock)
    , m_limits(settings.rates, surroundings.clock, surroundings.random, surroundings.registry)
    , m_login(m_passwords, m_throttle, m_issuer)
    , m_client(settings.client, surroundings.clock)
    , m_forwarder(m_client, settings.balancer)
    , m_app({.routes = routes(),
             .stages = stages(),
             .fallback =
                 [this](http::Request request, http::ReplyHandle reply) {
                     m_forwarder.forward(std::move(request), std::move(reply));
                 }},
            settings.listener, {surroundings.clock, surroundings.random, surroundings.observer})
{
}

GatewayApp::~GatewayApp() = default;

/// Every path that the gateway serves itself. All others go to the balancer, with a token.
std::vector<http::Route> GatewayApp::routes()
{
    using http::Method;
    using http::Request;
    constexpr bool open = true;
    const auto login = [this](Request request, http::ReplyHandle reply) {
        m_login.handle(std::move(request), std::move(reply));
    };
    return {
        {Method::Post, "/token", login, open},
        {Method::Get, "/saude", answering([this](const Request &request) { return health(request); }), open},
        {Method::Get, "/docs", answering([this](const Request &request) { return m_docs.page(request); }),
         open},
        {Method::Get, "/docs/", answering([this](const Request &) { return m_docs.withoutSlash(); }), open},
        {Method::Get, "/docs/{arquivo}",
         answering([this](const Request &request) { return m_docs.asset(request); }), open},
        {Method::Get, "/openapi.json",
         answering([this](const Request &request) { return m_docs.openApi(request); }), open},
    };
}

/// What a request passes before it is forwarded, in this order.
std::vector<http::Stage> GatewayApp::stages()
{
    return {
        m_limits.addressStage(),       // before a token is looked at: looking costs, and guesses must be dear
        authenticateStage(m_verifier), // nothing behind the gate is reachable without a subject
        m_limits.userStage(),          // needs the subject
    };
}

http::Response GatewayApp::health(const http::Request &request) const
{
    if (m_app.draining())
        return http::problemResponse(request, http::draining());
    core::JsonWriter json;
    json.beginObject();
    json.key("status");
    json.string("ok");
    json.key("papel");
    json.string("gateway");
    json.key("versao");
    json.string(GUARITA_VERSION);
    json.endObject();
    return http::jsonResponse(json.take());
}

core::Result<quint16> GatewayApp::start()
{
    return m_app.listen(m_settings.host, m_settings.port);
}

void GatewayApp::drain(std::function<void()> drained)
{
    m_app.drain(std::move(drained));
}

runtime::DaemonSpec gatewayDaemon()
{
    std::vector<config::Key> keys = runtime::commonKeys(defaultPort, runtime::Tier::Edge);
    // The balancer spends up to 15 s on its retries and then says what went wrong: wait for that answer.
    for (const auto &more : {runtime::clientKeys("16s", "16s"), gatewayKeys()})
        keys.insert(keys.end(), more.begin(), more.end());
    return {.program = "guarita-gateway",
            .role = "gateway",
            .summary =
                "The gate of Guarita: logs users in, checks their tokens, and forwards to the load balancer.",
            .keys = std::move(keys),
            .configure = [](config::Reader &reader, const runtime::CommonSettings &common) {
                GatewaySettings settings;
                settings.host = common.host;
                settings.port = common.port;
                settings.listener = common.listener;
                settings.client = runtime::readClientLimits(reader);
                readGateway(reader, settings);
                return [settings](runtime::Surroundings surroundings) -> std::unique_ptr<runtime::Service> {
                    return std::make_unique<GatewayApp>(settings, surroundings);
                };
            }};
}

} // namespace guarita::gateway
