// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/httpappimpl.h"

#include "http/exchangesummary.h"
#include "http/problem.h"
#include "http/qtresponder.h"

#include <QtCore/QLoggingCategory>

#include <exception>

namespace guarita::http {

Q_LOGGING_CATEGORY(lcHttp, "guarita.http")

namespace {

constexpr std::chrono::milliseconds drainPoll{20};

std::vector<Route> announced(std::vector<Route> routes, RequestObserver &observer)
{
    for (const Route &route : routes)
        observer.serves(route.method, route.pattern);
    return routes;
}

/// `endedBy` becomes the name of the stage that had the answer, if one had.
std::optional<Response> run(const std::vector<Stage> &stages, Request &request, const char *&endedBy)
{
    for (const Stage &stage : stages) {
        if (std::optional<Response> ended = stage.run(request)) {
            endedBy = stage.name;
            return ended;
        }
    }
    return std::nullopt;
}

/// Of two fields, the client may have written one.
bool saysHttps(const Headers &headers)
{
    constexpr QByteArrayView name("x-forwarded-proto");
    return headers.count(name) == 1 && headers.value(name) == "https";
}

Response otherMethod(const Request &request, const QByteArray &allow)
{
    if (request.method != Method::Options)
        return problemResponse(request, methodNotAllowed(allow));
    Response options;
    options.status = 204;
    options.headers.append(QByteArrayLiteral("Allow"), allow);
    return options;
}

} // namespace

HttpApp::Impl::Impl(AppSpec spec, const net::ListenerLimits &limits, AppDependencies dependencies)
    : m_name(spec.name)
    , m_entry(std::move(spec.entry))
    , m_stages(std::move(spec.stages))
    , m_answerHeaders(std::move(spec.answerHeaders))
    , m_tracing(spec.tracing)
    , m_fallback(std::move(spec.fallback))
    , m_atExit(std::move(spec.atExit))
    , m_router(announced(std::move(spec.routes), dependencies.observer))
    , m_limits(limits)
    , m_dependencies(dependencies)
    , m_date(dependencies.clock)
    , m_facades(new FacadeServer)
    , m_listener(limits, dependencies.clock, *this)
{
    m_listener.setTrust(std::move(spec.trust));
    handleEverything(m_server, [this](QHttpServerResponder &&responder) { dispatch(std::move(responder)); });
    m_drainTimer.setInterval(drainPoll);
    QObject::connect(&m_drainTimer, &QTimer::timeout, &m_drainTimer, [this] { checkDrained(); });
}

HttpApp::Impl::~Impl()
{
    for (const std::shared_ptr<Exchange> &exchange : std::as_const(m_exchanges)) {
        exchange->owner = nullptr;
        exchange->responder.reset();
    }
    for (const std::shared_ptr<Exchange> &exchange : std::as_const(m_exchanges)) {
        if (exchange->stream) { // what its callbacks hold may hold the stream
            exchange->onClientLeft = nullptr;
            exchange->stream->onRoom = nullptr;
        }
        if (exchange->incoming)
            exchange->incoming->onProgress(nullptr); // or the exchange
    }
    if (m_dependencies.sockets)
        m_dependencies.sockets->remove(*this);
    m_listener.stopAccepting();
    if (!m_bound)
        delete m_facades;
}

void HttpApp::Impl::useTls(tls::TlsContext::Pointer context)
{
    m_secure = true;
    m_listener.useTls(std::move(context));
}

core::Result<quint16> HttpApp::Impl::listen(const QHostAddress &address, quint16 port)
{
    if (!m_listener.valid())
        return core::Error{"bind_failed", QStringLiteral("no epoll set: too many open files")};
    net::ListeningSockets *sockets = m_dependencies.sockets;
    const core::Result<core::Done> opened = m_facades->open(
        address, port, sockets ? sockets->take(m_name, address, port) : net::FileDescriptor());
    if (!opened)
        return opened.error();
    m_server.bind(m_facades);
    m_bound = true;
    if (sockets)
        sockets->add(m_name, static_cast<int>(m_facades->socketDescriptor()), *this);
    else
        beginAccepting();
    return m_facades->serverPort();
}

void HttpApp::Impl::beginAccepting()
{
    m_listener.accept(static_cast<int>(m_facades->socketDescriptor()));
}

void HttpApp::Impl::requestReady(net::ExchangeId id, net::RequestFrame frame, const QHostAddress &peer)
{
    QByteArray ticket = ticketFor(frame);
    Request request = requestFrom(std::move(frame), peer);
    std::shared_ptr<Exchange> exchange = admit(id, request);
    FacadeSocket *facade = acquireFacade();
    exchange->facade = facade;
    m_arrival.emplace(Arrival{exchange, std::move(request)});
    facade->feed(std::move(ticket));
    if (m_arrival && m_arrival->exchange == exchange) {
        qCCritical(lcHttp, "QHttpServer did not take a request");
        m_arrival.reset();
        ReplyHandle unanswerable(std::move(exchange));
    } else if (!exchange->facade) {
        releaseFacade(facade); // answered from within feed()
    }
}

Request HttpApp::Impl::requestFrom(net::RequestFrame frame, const QHostAddress &peer)
{
    Request request;
    static_cast<net::RequestFrame &>(request) = std::move(frame);
    const net::TrustedProxies &proxies = m_listener.trust().proxies;
    request.clientAddress = proxies.clientOf(peer, request.headers);
    request.secure = m_secure || (proxies.contains(peer) && saysHttps(request.headers));
    const QByteArray *given = request.headers.find("x-request-id");
    request.id = given && isRequestId(*given) ? *given : newRequestId();
    request.span = trace::enter(request.headers, m_tracing, m_dependencies.random);
    return request;
}

QByteArray HttpApp::Impl::newRequestId()
{
    constexpr std::size_t bytes = 16;
    return m_dependencies.random.hex(bytes);
}

std::shared_ptr<Exchange> HttpApp::Impl::admit(net::ExchangeId id, const Request &request)
{
    auto exchange = std::make_shared<Exchange>();
    exchange->owner = this;
    exchange->id = id;
    exchange->received = m_dependencies.clock.now();
    exchange->method = request.method;
    exchange->http11 = request.http11;
    exchange->http2 = request.http2;
    exchange->keepAlive = request.keepAlive;
    exchange->requestId = request.id;
    exchange->span = request.span;
    exchange->path = request.path;
    exchange->clientAddress = request.clientAddress;
    exchange->requestBytes = request.body.size();
    exchange->incoming = request.incoming;
    m_exchanges.insert(id, exchange);
    return exchange;
}

void HttpApp::Impl::dispatch(QHttpServerResponder &&responder)
{
    if (!m_arrival)
        return;
    Arrival arrival = std::move(*m_arrival);
    m_arrival.reset();
    arrival.exchange->responder.reset(new QHttpServerResponder(std::move(responder)));
    handle(arrival.exchange, std::move(arrival.request));
}

/// The pipeline, in this order:
/// 1. the exchange exists already, so that whatever happens below is answered once, logged and counted;
/// 2. the route is found first: its pattern labels the metrics, and an open route skips the stages;
/// 3. the role's entry sees every request;
/// 4. the role's stages (authentication) run before anything acts on the request, known path or not;
/// 5. a known path with another method is 405, or says what it has to OPTIONS;
/// 6. the route's handler, else the role's fallback, else 404.
void HttpApp::Impl::handle(const std::shared_ptr<Exchange> &exchange, Request request)
{
    ReplyHandle reply(exchange);
    Router::Match match = m_router.match(request.method, request.path);
    exchange->route = match.pathKnown ? match.pattern : (m_fallback ? "*" : "-");
    std::optional<Response> ended = judge(match, request, exchange->endedBy);
    takeOver(*exchange, request);
    if (ended) {
        reply.send(std::move(*ended));
        return;
    }
    request.params = std::move(match.params);
    const Handler &handler = match.route ? match.route->handler : m_fallback;
    if (handler)
        callHandler(handler, std::move(request), std::move(reply));
    else
        reply.send(problemResponse(request, notFound()));
}

/// Steps 3 to 5: the answer, if one of them ends the request.
std::optional<Response> HttpApp::Impl::judge(const Router::Match &match, Request &request,
                                             const char *&endedBy) const
{
    std::optional<Response> ended = run(m_entry, request, endedBy);
    if (!ended && !match.open)
        ended = run(m_stages, request, endedBy);
    if (!ended && match.pathKnown && !match.route)
        ended = otherMethod(request, match.allow);
    return ended;
}

/// What the stages found out counts for an answer of theirs, too.
void HttpApp::Impl::takeOver(Exchange &exchange, Request &request)
{
    exchange.caller = request;
    exchange.answerHeaders = std::move(request.answerHeaders);
    exchange.rework = std::move(request.rework);
    exchange.held = std::move(request.held);
    exchange.tellsTiming = request.tellsTiming;
}

/// Handlers return errors as values; what a library below them throws ends here, as a 500 (the handle is
/// destroyed).
void HttpApp::Impl::callHandler(const Handler &handler, Request request, ReplyHandle reply)
{
    try {
        handler(std::move(request), std::move(reply));
    } catch (const std::exception &error) {
        qCCritical(lcHttp, "a handler threw: %s", error.what());
    }
}

void HttpApp::Impl::clientLeft(net::ExchangeId id)
{
    const std::shared_ptr<Exchange> exchange = m_exchanges.value(id);
    if (!exchange)
        return;
    exchange->clientLeft = true;
    if (const std::function<void()> callback = std::exchange(exchange->onClientLeft, nullptr))
        callback();
}

QByteArray HttpApp::Impl::refusal(const net::FrameRejection &why, bool toHead, const QHostAddress &peer)
{
    const QByteArray requestId = newRequestId();
    Response response;
    response.status = why.status;
    response.reason = QByteArray(why.reason);
    response.headers.append(QByteArrayLiteral("Content-Type"), QByteArrayLiteral("application/problem+json"));
    response.body =
        problemBody(why.status, why.reason,
                    QStringLiteral("A mensagem HTTP foi recusada e a conexão será fechada."), requestId);
    dress(nullptr, response);
    finaliseResponse(response, {toHead ? Method::Head : Method::Get, true, false, false, requestId},
                     m_date.value());

    m_dependencies.observer.finished(refusalSummary(response, requestId, peer));
    return serialise(response);
}

FacadeSocket *HttpApp::Impl::acquireFacade()
{
    if (m_freeFacades.empty())
        return m_facades->addFacade();
    FacadeSocket *facade = m_freeFacades.back();
    m_freeFacades.pop_back();
    return facade;
}

void HttpApp::Impl::releaseFacade(FacadeSocket *facade)
{
    // One that is still within feed() is released by requestReady(), once QHttpServer has let go of it.
    if (!facade || facade->feeding())
        return;
    if (facade->abandoned())
        facade->deleteLater();
    else
        m_freeFacades.push_back(facade);
}

HttpApp::HttpApp(AppSpec spec, const net::ListenerLimits &limits, AppDependencies dependencies)
    : m_impl(std::make_unique<Impl>(std::move(spec), limits, dependencies))
{
}

HttpApp::~HttpApp() = default;

core::Result<quint16> HttpApp::listen(const QHostAddress &address, quint16 port)
{
    return m_impl->listen(address, port);
}

void HttpApp::useTls(tls::TlsContext::Pointer context)
{
    m_impl->useTls(std::move(context));
}

void HttpApp::drain(std::function<void()> drained)
{
    m_impl->drain(std::move(drained));
}

void HttpApp::breakOffStreams(const StreamJudge &judge)
{
    m_impl->breakOffStreams(judge);
}

bool HttpApp::draining() const
{
    return m_impl->draining();
}

net::ListenerStats HttpApp::stats() const
{
    return m_impl->stats();
}

} // namespace guarita::http
