// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"
#include "support/rawclient.h"

#include <QtTest/QTest>

#include <deque>
#include <stdexcept>

namespace guarita::test {

struct Observed
{
    QByteArray method;
    QByteArray route;
    int status;
    QByteArray reason;
    qint64 bytes;
    qint64 requestBytes;
};

class RecordingObserver final : public http::RequestObserver
{
public:
    void finished(const http::ExchangeSummary &summary) override
    {
        all.push_back({summary.method, QByteArray(summary.route), summary.status, summary.reason,
                       summary.responseBytes, summary.requestBytes});
    }
    int countOf(int status) const
    {
        return static_cast<int>(
            std::count_if(all.begin(), all.end(), [&](const Observed &one) { return one.status == status; }));
    }

    std::vector<Observed> all;
};

/// Large bodies are passed on to /upload, with a limit of its own.
struct PassingRules final : net::BodyRules
{
    static constexpr qint64 most = qint64(1) << 30;
    Rule ruleFor(const QByteArray &path) const override
    {
        return path == "/upload" ? Rule{most, true} : Rule{};
    }
};

inline net::ListenerLimits passingOn(net::ListenerLimits limits)
{
    static const PassingRules rules;
    limits.framer.bodyRules = &rules;
    return limits;
}

/// A real HttpApp on a free port. /later keeps the reply in `held` until the test answers it, /stream hands
/// it to `onStream`, /upload to `onUpload`. The answer to a request with X-Rework waits in `reworked`.
class GateFixture
{
public:
    explicit GateFixture(const net::ListenerLimits &limits = {}, tls::TlsContext::Pointer tls = nullptr,
                         net::ProxyTrust trust = {}, net::ListeningSockets *sockets = nullptr)
        : app(spec(tls ? http::Headers{{"Everywhere", "yes"}} : http::Headers{}, std::move(trust)),
              passingOn(limits), {clock, random, observer, sockets})
    {
        if (tls)
            app.useTls(std::move(tls));
        const core::Result<quint16> bound = app.listen(QHostAddress::LocalHost, 0);
        port = bound.ok() ? bound.value() : 0;
    }

    void answerHeld(QByteArray body = "later")
    {
        http::ReplyHandle reply = std::move(held.front());
        held.pop_front();
        reply.send(http::jsonResponse(std::move(body)));
    }

    support::FakeClock clock;
    support::FakeRandom random;
    RecordingObserver observer;
    std::deque<http::ReplyHandle> held;
    std::deque<std::function<void()>> reworked;
    http::Handler onStream;
    http::Handler onUpload;
    int toldThatClientLeft = 0;
    http::HttpApp app;
    quint16 port = 0;

private:
    using Request = http::Request;
    using Reply = http::ReplyHandle;

    http::AppSpec spec(http::Headers answerHeaders, net::ProxyTrust trust)
    {
        http::AppSpec spec;
        spec.answerHeaders = std::move(answerHeaders);
        spec.trust = std::move(trust);
        spec.routes = {
            {http::Method::Get, "/now", [](Request, Reply reply) { reply.send(http::jsonResponse("now")); }},
            {http::Method::Get, "/id",
             [](Request request, Reply reply) { reply.send(http::jsonResponse(request.id)); }},
            {http::Method::Get, "/who",
             [](Request request, Reply reply) {
                 reply.send(http::jsonResponse(request.clientAddress.toString().toLatin1() +
                                               (request.secure ? " secure" : " plain")));
             }},
            {http::Method::Get, "/cookie",
             [](Request request, Reply reply) {
                 reply.send(http::jsonResponse(request.headers.value("cookie")));
             }},
            {http::Method::Get, "/later", [this](Request, Reply reply) { hold(std::move(reply)); }},
            {http::Method::Get, "/stream",
             [this](Request request, Reply reply) { onStream(std::move(request), std::move(reply)); }},
            {http::Method::Post, "/upload",
             [this](Request request, Reply reply) { onUpload(std::move(request), std::move(reply)); }},
            {http::Method::Post, "/later", [this](Request, Reply reply) { hold(std::move(reply)); }},
            {http::Method::Post, "/echo",
             [](Request request, Reply reply) { reply.send(http::jsonResponse(request.body)); }},
            {http::Method::Get, "/itens/{id}",
             [](Request request, Reply reply) { reply.send(http::jsonResponse(request.params["id"])); }},
            {http::Method::Delete, "/itens/{id}",
             [](Request, Reply reply) {
                 reply.send({204, {}, {}, {}, {}});
             }},
            {http::Method::Get, "/cached",
             [](Request, Reply reply) {
                 reply.send({304, {}, "gone", {}, {}});
             }},
            {http::Method::Get, "/large",
             [](Request, Reply reply) { reply.send(http::jsonResponse(large())); }},
            {http::Method::Get, "/enough",
             [](Request, Reply reply) {
                 http::Response response = http::jsonResponse("enough");
                 response.rest = std::chrono::seconds(2);
                 reply.send(std::move(response));
             }},
            {http::Method::Get, "/dropped", [](Request, Reply) {}},
            {http::Method::Get, "/throws", [](Request, Reply) { throw std::runtime_error("on purpose"); }},
            {http::Method::Get, "/empty-500",
             [](Request, Reply reply) {
                 reply.send({500, {{"X-Own", "1"}}, {}, {}, {}});
             }},
            {http::Method::Get, "/marked",
             [](Request, Reply reply) {
                 reply.send({200, {{"X-Marked", "by the handler"}}, {}, {}, {}});
             }},
            {http::Method::Get, "/streamed",
             [](Request, Reply reply) {
                 http::ResponseStream stream = reply.begin({});
                 stream.write("x");
                 stream.finish();
             }},
            {http::Method::Get, "/health",
             [](Request, Reply reply) { reply.send(http::jsonResponse("well")); }, true},
            {http::Method::Get, "/split",
             [](Request, Reply reply) {
                 reply.send({200, {{"X-Evil", "a\r\nSet-Cookie: b"}}, "x", {}, {}});
             }},
            {http::Method::Get, "/free-others",
             [this](Request, Reply reply) {
                 while (!held.empty())
                     answerHeld();
                 reply.send(http::jsonResponse("freed"));
             }},
        };
        spec.stages = {{"forbid", [this](Request &request) -> std::optional<http::Response> {
                            request.subject = request.headers.value("x-subject");
                            if (const QByteArray *mark = request.headers.find("x-mark"))
                                request.answerHeaders.append("X-Marked",
                                                             *mark == "split" ? "a\r\nSet-Cookie: b" : *mark);
                            if (request.headers.contains("x-rework")) {
                                request.rework = [this](http::Response answer, const http::HandOn &handOn) {
                                    reworked.emplace_back([=] { handOn(answer); });
                                };
                            }
                            if (!request.headers.contains("x-forbid"))
                                return std::nullopt;
                            return http::Response{403, {}, "forbidden", "proibido", {}};
                        }}};
        return spec;
    }

    void hold(Reply reply)
    {
        reply.onClientLeft([this] { ++toldThatClientLeft; });
        held.push_back(std::move(reply));
    }

    static QByteArray large() { return QByteArray(32 * 1024 * 1024, 'x'); }
};

inline QByteArray get(const QByteArray &path, const QByteArray &fields = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n";
}

inline QByteArray post(const QByteArray &path, const QByteArray &body)
{
    return "POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\n\r\n" + body;
}

} // namespace guarita::test
