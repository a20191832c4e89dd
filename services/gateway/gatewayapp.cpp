// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/gatewayapp.h"

#include "core/jsonwriter.h"
#include "gateway/auth/authenticate.h"
#include "gateway/browsers/securityfields.h"
#include "gateway/requests/gatewaytally.h"
#include "gateway/requests/requestsjson.h"
#include "gateway/users/storeproblem.h"
#include "http/answering.h"
#include "http/problem.h"

#include <array>

namespace guarita::gateway {

namespace {

constexpr std::chrono::milliseconds expiryInterval{500};
constexpr int userWorkers = 2; // a look for who logs in need not wait for a change that is being made
// The follower and the fleet have one job each under way at most, and so a connection each: a heartbeat,
// which writes, may have to wait for the store's lock, and whether a token is still good must not.
constexpr int watchWorkers = 2;
constexpr std::size_t rememberedTokens = 4096; // 32 MiB at the very most, about 2 MiB with our own tokens

/// A handler that answers at once.
template <typename Answer>
http::Handler answering(Answer answer)
{
    return [answer](http::Request request, http::ReplyHandle reply) { reply.send(answer(request)); };
}

AuditRecord recordOfReload(StoreTime when)
{
    AuditRecord record;
    record.when = when;
    record.who = "sinal"; // SIGHUP
    record.action = audited::changeConfiguration;
    return record;
}

/// What becomes of the demo user is settled before a worker takes its first job, so nobody is judged before.
UserPool::RepositoryFactory storeOf(const GatewaySettings &settings, const core::Clock &clock)
{
    return [store = settings.users, demo = settings.demo ? DemoUser::Offer : DemoUser::Withdraw,
            now = storeTime(clock), sessions = settings.sessionsPerUser] {
        return std::make_unique<UserRepository>(store, demo, now, sessions);
    };
}

std::unique_ptr<OutsideIssuer> outsideIssuer(const GatewaySettings &settings,
                                             const runtime::Surroundings &surroundings)
{
    if (!settings.outside)
        return nullptr;
    return std::make_unique<OutsideIssuer>(*settings.outside, surroundings.clock, surroundings.random,
                                           surroundings.log, rememberedTokens);
}

/// Who checks tokens elsewhere may keep the keys for five minutes; a new one is shown for longer than that
/// before it signs.
http::Response publicKeysResponse(const KeyRing &keys)
{
    http::Response response = http::jsonResponse(keys.publicKeys());
    response.headers.set("Content-Type", "application/jwk-set+json");
    response.headers.set("Cache-Control", "max-age=300");
    return response;
}

} // namespace

GatewayApp::GatewayApp(const GatewaySettings &settings, const runtime::Surroundings &surroundings)
    : m_settings(settings)
    , m_routing(settings.routes)
    , m_keys(settings.keys.ring())
    , m_codec(m_keys)
    , m_issuer(m_codec, surroundings.clock, surroundings.random, settings.tokens)
    , m_verifier(m_codec, surroundings.clock, settings.tokens, rememberedTokens)
    , m_outside(outsideIssuer(settings, surroundings))
    , m_users(storeOf(settings, surroundings.clock), {.workers = userWorkers}, surroundings.clock)
    , m_watch(storeOf(settings, surroundings.clock), {.workers = watchWorkers}, surroundings.clock)
    , m_audit({m_users, surroundings.log, surroundings.clock, surroundings.registry}, settings.auditQueue)
    , m_auditObserver(surroundings.observer, m_audit)
    , m_observer(m_auditObserver, settings.requestsKept)
    , m_follower(m_watch, m_directory, surroundings.clock, settings.tokens.lifetime,
                 [this] { judgeStreams(); })
    , m_sessionSweeper(m_users,
                       [&clock = surroundings.clock, lifetime = settings.tokens.lifetime] {
                           return [before = forgettableBefore(clock, lifetime)](UserRepository &users,
                                                                                qint64 most) {
                               return users.forgetSessions(before, most);
                           };
                       })
    , m_auditSweeper(m_users,
                     [&clock = surroundings.clock, retention = settings.auditRetention] {
                         return [before = storeTime(clock) - retention](UserRepository &users, qint64 most) {
                             return users.audit().forget(before, most);
                         };
                     })
    , m_sessions(
          {m_users, m_directory, m_follower, m_issuer, m_verifier, surroundings.random, surroundings.clock},
          settings.keys.secret, settings.keys.previousSecret, settings.sessionLifetime)
    , m_passwords(settings.loginQueue)
    , m_throttle(settings.logins, surroundings.clock)
    , m_accounts(settings.accounts, surroundings.clock)
    , m_history(m_users, m_accounts, surroundings.clock, settings.accounts.familiar)
    , m_limits(settings.rates, surroundings.clock, surroundings.random, surroundings.registry)
    , m_fleet({m_watch, surroundings.clock, surroundings.random, surroundings.registry},
              [this](int gateways) { m_limits.apply(sharedAmong(m_settings.rates, gateways)); })
    , m_credentials({m_users, m_passwords, m_throttle, m_accounts})
    , m_login({m_credentials, m_sessions, m_directory, m_audit, settings.tokens.lifetime})
    , m_userController({m_users, m_follower, m_passwords, m_audit})
    , m_account({m_users, m_follower, m_passwords, m_credentials, m_audit})
    , m_auditController(m_users, settings.auditExports)
    , m_config(surroundings.configuration)
    , m_upstreams({settings.balancer, settings.tierKey, settings.showsTiming}, settings.client,
                  settings.routes, surroundings.clock,
                  tally::CallBook(surroundings.random.hex(tally::idBytes)))
    , m_compressor(settings.compression)
    , m_log(surroundings.log)
    , m_app(spec(settings.adminPort ? Door::Public : Door::Only), listenerLimits(),
            {surroundings.clock, surroundings.random, m_observer, &surroundings.sockets})
    , m_streamJudge(streamJudge(m_directory, m_routing, surroundings.clock))
{
    m_expiryTimer.setInterval(expiryInterval);
    m_expiryTimer.callOnTimeout([this] { judgeStreams(); });
    if (settings.adminPort)
        m_admin.emplace(spec(Door::Admin), listenerLimits(),
                        http::AppDependencies{surroundings.clock, surroundings.random, m_observer,
                                              &surroundings.sockets});
    if (settings.edge.tls)
        m_certificate.emplace(settings.edge, m_app, surroundings.clock, surroundings.registry);
    if (settings.edge.redirectPort != 0)
        m_redirector.emplace(settings.edge, settings.listener,
                             http::AppDependencies{surroundings.clock, surroundings.random, m_observer,
                                                   &surroundings.sockets});
}

GatewayApp::~GatewayApp() = default;

net::ListenerLimits GatewayApp::listenerLimits() const
{
    net::ListenerLimits limits = m_settings.listener;
    limits.framer.bodyRules = &m_routing;
    return limits;
}

http::AppSpec GatewayApp::spec(Door door)
{
    const bool outside = door != Door::Admin; // where there may be TLS, and a proxy in front
    return {.entry = {corsStage(m_settings.cors),
                      m_limits.addressStage(), // of open paths, too; and looking at a token costs
                      preflightStage(m_settings.cors), m_compressor.stage()},
            .routes = routes(),
            .stages = stages(door),
            .answerHeaders = outside ? m_settings.edge.answerHeaders() : http::Headers(),
            .trust = outside ? m_settings.edge.trust : net::ProxyTrust(),
            .tracing = {.believesSampling = false, .oneIn = m_settings.traceOneIn},
            .fallback =
                [this](http::Request request, http::ReplyHandle reply) {
                    m_upstreams.forward(std::move(request), std::move(reply));
                },
            .atExit = addSecurityFields,
            .name = outside ? "public" : "admin"};
}

/// Every path that the gateway serves itself. All others go to the balancer with a token, or
/// where the table of routes says.
std::vector<http::Route> GatewayApp::routes()
{
    using http::Method;
    using http::Request;
    constexpr bool open = true;
    std::vector<http::Route> routes{
        {Method::Post, "/token", http::handlerOf(&m_login, &Login::token), open},
        {Method::Post, "/revoke", http::handlerOf(&m_login, &Login::revoke), open},
        {Method::Get, "/saude", answering([this](const Request &request) { return health(request); }), open},
        {Method::Get, "/docs", answering([this](const Request &request) { return m_docs.page(request); }),
         open},
        {Method::Get, "/docs/", answering([this](const Request &) { return m_docs.withoutSlash(); }), open},
        {Method::Get, "/docs/{arquivo}",
         answering([this](const Request &request) { return m_docs.asset(request); }), open},
        {Method::Get, "/.well-known/jwks.json",
         answering([this](const Request &) { return publicKeysResponse(m_keys); }), open},
        {Method::Get, "/openapi.json",
         answering([this](const Request &request) { return m_docs.openApi(request); }), open},
        {Method::Get, "/admin/pedidos",
         [this](Request request, http::ReplyHandle reply) {
             listRequests(std::move(request), std::move(reply));
         }},
        {Method::Get, "/admin/conciliacao",
         [this](Request request, http::ReplyHandle reply) {
             reconcile(std::move(request), std::move(reply));
         }},
    };
    for (std::vector<http::Route> &more : std::array{m_userController.routes(), m_account.routes(),
                                                     m_auditController.routes(), m_config.routes()})
        routes.insert(routes.end(), more.begin(), more.end());
    return routes;
}

/// What a request passes before it is forwarded, in this order.
std::vector<http::Stage> GatewayApp::stages(Door door)
{
    std::vector<http::Stage> stages{
        // Nothing behind the gate is reachable without a subject, unless a route says so.
        unlessOpen(m_routing,
                   authenticateStage(m_verifier, m_directory, m_outside ? &m_outside->verifier() : nullptr)),
        unlessOpen(m_routing, m_limits.userStage()), // needs the subject
    };
    if (door == Door::Public)
        stages.push_back(withoutAdminStage()); // before what would say who may
    stages.push_back(authoriseStage(m_routing));
    stages.push_back(routeStage(m_routing)); // only for who may: what a route refuses tells that there is one
    return stages;
}

http::Response GatewayApp::health(const http::Request &request) const
{
    if (m_app.draining())
        return http::problemResponse(request, http::draining());
    if (!m_directory.isLoaded())
        return http::problemResponse(request, usersUnavailable());
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

/// The balancer keeps them; this gateway adds what it knows.
void GatewayApp::listRequests(http::Request request, http::ReplyHandle reply)
{
    m_upstreams.askBalancer(std::move(request), std::move(reply), [this](http::Response &answer) {
        answer.headers.remove("content-length"); // of an answer to HEAD: it was another's
        if (answer.status == 200)
            answer.body = withGateway(answer.body, m_observer.kept());
    });
}

/// The balancer compares its calls with the servers; this gateway, its own with the balancer.
void GatewayApp::reconcile(http::Request request, http::ReplyHandle reply)
{
    const auto amend = [this, before = m_upstreams.balancerCalls()](http::Response &answer) {
        answer.headers.remove("content-length"); // as above
        if (answer.status == 200)
            answer.body = withGatewayTally(answer.body, before, m_upstreams.balancerCalls());
    };
    m_upstreams.askBalancer(std::move(request), std::move(reply), amend);
}

/// By the directory and the routes in force. Requests are judged when they come; streams go on for long.
void GatewayApp::judgeStreams()
{
    m_app.breakOffStreams(m_streamJudge);
    if (m_admin)
        m_admin->breakOffStreams(m_streamJudge);
}

core::Result<quint16> GatewayApp::start()
{
    m_follower.start();
    m_expiryTimer.start();
    m_fleet.start();
    m_sessionSweeper.start();
    m_auditSweeper.start();
    m_history.start();
    if (m_outside)
        m_outside->start();
    if (m_admin) {
        const core::Result<quint16> admin = m_admin->listen(*m_settings.adminPort);
        if (!admin)
            return core::Error{"admin_" + admin.error().code,
                               QStringLiteral("ADMIN_PORT: ") + admin.error().message};
        m_log.lifeCycle("admin_listening", {{"port", qint64(admin.value())}});
    }
    core::Result<quint16> port = m_app.listen(m_settings.host, m_settings.port);
    if (!port || !m_redirector)
        return port;
    const auto redirected = m_redirector->listen(m_settings.host, m_settings.edge.redirectPort, port.value());
    if (!redirected)
        return core::Error{"redirect_" + redirected.error().code,
                           QStringLiteral("REDIRECT_PORT: ") + redirected.error().message};
    return port;
}

void GatewayApp::apply(const GatewaySettings &settings)
{
    m_routing.use(settings.routes);
    m_upstreams.use(settings.routes);
    m_settings.cors = settings.cors;
    m_settings.rates = settings.rates;
    m_limits.apply(sharedAmong(settings.rates, m_fleet.size()));
    m_passwords.setQueueLimit(settings.loginQueue);
    m_throttle.apply(settings.logins);
    m_accounts.apply(settings.accounts);
    m_history.apply(settings.accounts.familiar);
    if (m_certificate)
        m_certificate->take(settings.edge);
    if (!m_config.reloading()) // else the request is recorded
        m_audit.record(recordOfReload(m_audit.now()));
}

bool GatewayApp::ready() const
{
    return m_directory.isLoaded() && (!m_outside || m_outside->verifier().hasKeys());
}

void GatewayApp::drain(std::function<void()> drained)
{
    m_fleet.leave();
    if (m_redirector)
        m_redirector->drain(); // what it has under way, it has answered by the time the other has
    const auto one = [this, drained = std::move(drained), left = std::make_shared<int>(m_admin ? 2 : 1)] {
        if (--*left == 0)
            m_audit.close(drained);
    };
    m_app.drain(one);
    if (m_admin)
        m_admin->drain(one);
}

runtime::DaemonSpec gatewayDaemon()
{
    return {.program = "guarita-gateway",
            .role = "gateway",
            .summary =
                "The gate of Guarita: logs users in, checks their tokens, and forwards to the load balancer.",
            .keys = gatewayDaemonKeys(),
            .configure = [](config::Reader &reader, const runtime::CommonSettings &common) {
                GatewaySettings settings;
                settings.host = common.host;
                settings.port = common.port;
                settings.listener = common.listener;
                settings.traceOneIn = common.traceOneIn;
                settings.client = runtime::readClientLimits(reader);
                readGateway(reader, settings);
                return runtime::DaemonSpec::Configured{
                    [settings](runtime::Surroundings surroundings) -> std::unique_ptr<runtime::Service> {
                        return std::make_unique<GatewayApp>(settings, surroundings);
                    },
                    [settings](runtime::Service &service) {
                        static_cast<GatewayApp &>(service).apply(settings); // it was made above
                    }};
            }};
}

} // namespace guarita::gateway
