// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "http/message.h"
#include "http/replyhandle.h"
#include "http/requestobserver.h"
#include "net/limits.h"
#include "net/listeningsockets.h"
#include "net/trustedproxies.h"
#include "tls/tlscontext.h"
#include "trace/tracing.h"

#include <QtNetwork/QHostAddress>

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace guarita::http {

/// Answers one request. Runs on the event-loop thread and must not block it.
using Handler = std::function<void(Request request, ReplyHandle reply)>;

/// Says of a stream, by who asked for what, why it must not go on: a reason for the log. Empty: it may.
using StreamJudge = std::function<QByteArray(const Caller &caller, Method method, const QByteArray &path)>;

/// A step before the handler. It may amend the request, or end it by returning the answer.
struct Stage
{
    const char *name;
    std::function<std::optional<Response>(Request &)> run;
};

/// One row of a role's route table. `pattern` is a canonical path whose segments may be {placeholders},
/// e.g. "/itens/{id}"; a placeholder matches one segment that is not empty.
struct Route
{
    Method method;
    const char *pattern;
    Handler handler;
    /// The stages do not apply: health checks, the log-in, the documentation.
    bool open = false;
};

/// What a role says of itself: its routes in one readable place, its stages in the order in which they run.
struct AppSpec
{
    /// Run for every request, those of open routes and of unknown paths included, before anything else.
    std::vector<Stage> entry = {};
    std::vector<Route> routes;
    std::vector<Stage> stages;
    /// On every answer to a request, in place of a handler's own.
    Headers answerHeaders = {};
    net::ProxyTrust trust = {};
    trace::Policy tracing = {};
    /// Takes every request that no route's path matches, after the stages; without one the answer is 404.
    Handler fallback;
    /// Sees every answer before it goes: whole ones, the heads of streams, and refusals of messages that were
    /// no requests. May add fields.
    std::function<void(Response &)> atExit = {};
    /// What its listening socket is called where another process takes it over.
    const char *name = "public";
};

struct AppDependencies
{
    const core::Clock &clock;
    core::Random &random;
    RequestObserver &observer;
    net::ListeningSockets *sockets = nullptr; // null: no other process takes its socket over
};

/// A role's HTTP server: QHttpServer behind the gate of shared/net. The only class that knows Qt HTTP Server.
///
/// A known path with another method answers 405 with Allow; HEAD is served by the GET route; OPTIONS answers
/// 204 with Allow where no route declares it. Everything happens on the thread that made the object.
class HttpApp
{
public:
    HttpApp(AppSpec spec, const net::ListenerLimits &limits, AppDependencies dependencies);
    ~HttpApp();

    /// See net::HttpListener. Requests say then that they are secure.
    void useTls(tls::TlsContext::Pointer context);
    /// Binds, or takes the socket that AppDependencies::sockets has for it, and accepts when they say so.
    /// Returns the port (useful with port 0), or why not ("port_taken", "bind_failed").
    core::Result<quint16> listen(const QHostAddress &address, quint16 port);

    /// Lets the requests in flight finish and closes after each answer; after `drainNotice` stops accepting,
    /// and after `drainIdleGrace` closes idle connections: a client whose request is on its way when its
    /// connection is closed cannot tell whether it was served. `drained` is called once nothing is left, from
    /// the event loop. Once.
    void drain(std::function<void()> drained);
    /// Nobody will answer at this port soon. Not so if another process has taken it over.
    bool draining() const;

    /// Breaks off each answer in parts that has begun and that `judge` has a reason against: its client sees
    /// it incomplete, its handler hears that the client has left. Whole answers and those not begun come as
    /// ever.
    void breakOffStreams(const StreamJudge &judge);

    net::ListenerStats stats() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace guarita::http
