// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/exchange.h"
#include "http/facadesocket.h"
#include "http/httpapp.h"
#include "http/responsehead.h"
#include "http/router.h"
#include "net/httplistener.h"

#include <QtCore/QHash>
#include <QtCore/QTimer>
#include <QtHttpServer/QHttpServer>

#include <memory>
#include <optional>
#include <vector>

namespace guarita::http {

/// Brings the gate, Qt's server, the routes and the exchanges together.
class HttpApp::Impl final : public net::RequestSink, public ExchangeOwner, public net::Acceptor
{
public:
    Impl(AppSpec spec, const net::ListenerLimits &limits, AppDependencies dependencies);
    ~Impl();

    void useTls(tls::TlsContext::Pointer context);
    core::Result<quint16> listen(const QHostAddress &address, quint16 port);
    void drain(std::function<void()> drained);
    bool draining() const { return m_draining && !m_letGo; }
    void breakOffStreams(const StreamJudge &judge);
    net::ListenerStats stats() const { return m_listener.stats(); }

    // net::RequestSink
    void requestReady(net::ExchangeId id, net::RequestFrame frame, const QHostAddress &peer) override;
    void clientLeft(net::ExchangeId id) override;
    void answerTaken(net::ExchangeId id) override;
    QByteArray refusal(const net::FrameRejection &why, bool toHead, const QHostAddress &peer) override;

    // ExchangeOwner
    void finish(Exchange &exchange, Response response) override;
    void begin(Exchange &exchange, Response head) override;
    bool write(Exchange &exchange, QByteArray bytes) override;
    void end(Exchange &exchange, bool whole) override;

    // net::Acceptor
    void beginAccepting() override;
    void letGo() override;

private:
    struct Arrival
    {
        std::shared_ptr<Exchange> exchange;
        Request request;
    };

    std::shared_ptr<Exchange> admit(net::ExchangeId id, const Request &request);
    Request requestFrom(net::RequestFrame frame, const QHostAddress &peer);
    QByteArray newRequestId();
    void dispatch(QHttpServerResponder &&responder);
    void handle(const std::shared_ptr<Exchange> &exchange, Request request);
    std::optional<Response> judge(const Router::Match &match, Request &request, const char *&endedBy) const;
    static void takeOver(Exchange &exchange, Request &request);
    void callHandler(const Handler &handler, Request request, ReplyHandle reply);
    void reworkThenFinish(Exchange &exchange, Response response);
    ResponseContext contextOf(const Exchange &exchange) const;
    void dress(const Exchange *exchange, Response &response) const;
    static Response ownError(const Exchange &exchange, const QByteArray &reason);
    QByteArray bytesOf(Exchange &exchange, Response &response);
    void observe(const Exchange &exchange, const Response &response, qint64 bytes);
    void breakOff(Exchange &exchange);
    void breakOffQuietStreams();
    FacadeSocket *acquireFacade();
    void releaseFacade(FacadeSocket *facade);
    void stopListening();
    void waitForDrained();
    void checkDrained();

    const char *m_name;
    std::vector<Stage> m_entry;
    std::vector<Stage> m_stages;
    Headers m_answerHeaders;
    trace::Policy m_tracing;
    Handler m_fallback;
    std::function<void(Response &)> m_atExit;
    Router m_router;
    net::ListenerLimits m_limits;
    AppDependencies m_dependencies;
    DateField m_date;
    QHttpServer m_server;
    FacadeServer *m_facades; // owned by m_server once bound
    std::vector<FacadeSocket *> m_freeFacades;
    QHash<net::ExchangeId, std::shared_ptr<Exchange>> m_exchanges; // not answered yet, or not to the end
    std::optional<Arrival> m_arrival; // on its way through QHttpServer to dispatch()
    net::HttpListener m_listener;
    QTimer m_drainTimer;
    std::function<void()> m_drained;
    bool m_secure = false; // TLS
    bool m_bound = false;
    bool m_draining = false;
    bool m_letGo = false; // another process has the port
};

} // namespace guarita::http
