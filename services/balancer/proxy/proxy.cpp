// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/proxy/proxy.h"

#include "balancer/proxy/attempts.h"
#include "client/forward.h"
#include "client/relay.h"
#include "http/problem.h"

#include <QtCore/QTimer>

#include <algorithm>

namespace guarita::balancer {

namespace {

constexpr std::size_t mostSpare = 256;

http::Problem noServer()
{
    return {
        .status = 503,
        .reason = QByteArrayLiteral("sem_servidor"),
        .detail = {QStringLiteral("Nenhum servidor está disponível no momento. Tente de novo em instantes."),
                   QStringLiteral("No server is available at the moment. Try again shortly.")},
        .errors = {},
        .headers = {{QByteArrayLiteral("Retry-After"), QByteArrayLiteral("1")}}};
}

} // namespace

/// One request under way. The slots are reused: a new one per request would cost several allocations.
struct Proxy::Forwarding final : client::StreamReceiver
{
    explicit Forwarding(Proxy &proxy)
        : owner(proxy)
    {
    }
    void head(client::UpstreamResult head) override { owner.begun(*this, std::move(head)); }
    bool bytes(QByteArray bytes) override { return relay.take(std::move(bytes)); }

    Proxy &owner;
    std::size_t index = 0; // in m_active
    http::Request request;
    http::ReplyHandle reply;
    EndpointList tried;                   // the last one is being tried now
    PickReason pick = PickReason::Policy; // of the last one
    std::unique_ptr<client::Call> call;
    client::Relay relay; // once the answer streams
    core::Instant started{};
    std::unique_ptr<QTimer>
        deadline; // made and run from the first retry on only: the client keeps the first attempt's
};

Proxy::Proxy(Cluster &cluster, const PolicySettings &policy, std::chrono::milliseconds deadline,
             ProxyDependencies dependencies)
    : m_cluster(cluster)
    , m_dependencies(std::move(dependencies))
    , m_chooser(cluster, policy.make(m_dependencies.random))
    , m_retryChooser(cluster, policy.make(m_dependencies.random))
    , m_deadline(deadline)
{
}

Proxy::~Proxy() = default;

void Proxy::forward(http::Request request, http::ReplyHandle reply)
{
    if (std::optional<http::Response> here = client::answeredHere(request)) {
        reply.send(std::move(*here));
        return;
    }
    EndpointPtr endpoint = m_chooser.choose({.now = m_dependencies.clock.now()});
    if (!endpoint) {
        reply.send(http::problemResponse(request, noServer()));
        return;
    }
    Forwarding &forwarding = acquire(std::move(request), std::move(reply));
    attempt(forwarding, std::move(endpoint), PickReason::Policy);
}

Proxy::Forwarding &Proxy::acquire(http::Request request, http::ReplyHandle reply)
{
    std::unique_ptr<Forwarding> slot;
    if (m_spare.empty()) {
        slot = std::make_unique<Forwarding>(*this);
    } else {
        slot = std::move(m_spare.back());
        m_spare.pop_back();
    }
    Forwarding &forwarding = *slot;
    forwarding.index = m_active.size();
    forwarding.request = std::move(request);
    forwarding.reply = std::move(reply);
    forwarding.started = m_dependencies.clock.now();
    m_active.push_back(std::move(slot));
    forwarding.reply.onClientLeft([this, &forwarding] { clientLeft(forwarding); });
    return forwarding;
}

http::ReplyHandle Proxy::release(Forwarding &forwarding)
{
    forwarding.call.reset();
    if (forwarding.deadline)
        forwarding.deadline->stop();
    forwarding.relay = {};
    forwarding.tried.clear();
    forwarding.request = {};
    http::ReplyHandle reply = std::move(forwarding.reply);

    const std::size_t index = forwarding.index;
    std::swap(m_active[index], m_active.back());
    m_active[index]->index = index;
    if (m_spare.size() < mostSpare)
        m_spare.push_back(std::move(m_active.back()));
    m_active.pop_back();
    return reply;
}

void Proxy::attempt(Forwarding &forwarding, EndpointPtr endpoint, PickReason reason)
{
    endpoint->attemptStarted(reason);
    forwarding.pick = reason;
    const QUrl &origin = endpoint->config().origin;
    forwarding.tried.push_back(std::move(endpoint));
    forwarding.call = m_dependencies.send(
        origin, client::upstreamRequestFor(forwarding.request),
        [this, &forwarding](client::UpstreamResult result) { finished(forwarding, std::move(result)); },
        forwarding);
}

/// From here on the client knows the answer, so there is no other attempt and no deadline for the whole.
void Proxy::begun(Forwarding &forwarding, client::UpstreamResult head)
{
    Endpoint &endpoint = *forwarding.tried.back();
    endpoint.attemptStreams(head.response.status, head.duration, m_dependencies.clock.now());
    if (m_dependencies.answerBegan)
        m_dependencies.answerBegan(
            endpoint, {.pick = forwarding.pick, .status = head.response.status, .duration = head.duration});
    if (forwarding.deadline)
        forwarding.deadline->stop();
    forwarding.request = {};
    http::Response response = client::relayedResponse(std::move(head));
    response.upstream = endpoint.config().id;
    if (!forwarding.relay.begin(std::move(forwarding.reply), std::move(response), *forwarding.call,
                                [this, &forwarding] { clientLeft(forwarding); }))
        clientLeft(forwarding);
}

void Proxy::streamed(Forwarding &forwarding, client::Stage stage)
{
    Endpoint &endpoint = *forwarding.tried.back();
    if (stage == client::Stage::Completed)
        endpoint.attemptStreamed();
    else
        endpoint.attemptFailed(outcomeOf(stage));
    attemptOver(forwarding, {.outcome = outcomeOf(stage)});
    client::Relay relay = std::move(forwarding.relay);
    release(forwarding);
    relay.end(stage);
}

void Proxy::finished(Forwarding &forwarding, client::UpstreamResult result)
{
    if (forwarding.relay.begun()) {
        streamed(forwarding, result.stage);
        return;
    }
    forwarding.call.reset();
    record(forwarding, result);
    if (result.stage == client::Stage::Completed) {
        http::Response response = client::relayedResponse(std::move(result));
        response.upstream = forwarding.tried.back()->config().id;
        answer(forwarding, std::move(response));
        return;
    }

    const core::Instant now = m_dependencies.clock.now();
    EndpointPtr another = m_retryChooser.choose({.tried = forwarding.tried, .now = now});
    const NextStep next = afterAttempt({.stage = result.stage,
                                        .repeatable = repeatable(forwarding.request),
                                        .untriedLeft = another != nullptr,
                                        .timeLeft = now - forwarding.started < m_deadline});
    if (next == NextStep::TryAnother)
        retry(forwarding, std::move(another));
    else
        giveUp(forwarding, result.stage);
}

void Proxy::record(const Forwarding &forwarding, const client::UpstreamResult &result)
{
    Endpoint &endpoint = *forwarding.tried.back();
    const AttemptOutcome outcome = outcomeOf(result.stage);
    if (outcome == AttemptOutcome::Answered)
        endpoint.attemptAnswered(result.response.status, result.duration, m_dependencies.clock.now());
    else
        endpoint.attemptFailed(outcome);
    attemptOver(forwarding,
                {.outcome = outcome, .status = result.response.status, .duration = result.duration});
}

void Proxy::attemptOver(const Forwarding &forwarding, AttemptReport report)
{
    report.pick = forwarding.pick;
    m_dependencies.attemptEnded(*forwarding.tried.back(), report);
}

void Proxy::retry(Forwarding &forwarding, EndpointPtr endpoint)
{
    if (!forwarding.deadline) {
        forwarding.deadline = std::make_unique<QTimer>();
        forwarding.deadline->setSingleShot(true);
        QObject::connect(forwarding.deadline.get(), &QTimer::timeout, forwarding.deadline.get(),
                         [this, &forwarding] { expired(forwarding); });
    }
    if (!forwarding.deadline->isActive()) {
        const auto left = m_deadline - (m_dependencies.clock.now() - forwarding.started);
        forwarding.deadline->start(std::chrono::ceil<std::chrono::milliseconds>(left));
    }
    attempt(forwarding, std::move(endpoint), PickReason::Retry);
}

void Proxy::answer(Forwarding &forwarding, http::Response response)
{
    // The slot goes back first: sending may let in the next request of the same connection.
    http::ReplyHandle reply = release(forwarding);
    reply.send(std::move(response));
}

void Proxy::giveUp(Forwarding &forwarding, client::Stage stage)
{
    http::Response response = http::problemResponse(forwarding.request, client::problemFor(stage));
    response.upstream = forwarding.tried.back()->config().id;
    answer(forwarding, std::move(response));
}

void Proxy::expired(Forwarding &forwarding)
{
    forwarding.call.reset();
    forwarding.tried.back()->attemptFailed(AttemptOutcome::Timeout);
    attemptOver(forwarding, {.outcome = AttemptOutcome::Timeout});
    giveUp(forwarding, client::Stage::Timeout);
}

void Proxy::clientLeft(Forwarding &forwarding)
{
    Endpoint &endpoint = *forwarding.tried.back();
    endpoint.attemptCancelled();
    attemptOver(forwarding, {.outcome = AttemptOutcome::Cancelled});
    if (forwarding.relay.begun()) {
        release(forwarding); // the stream goes with it
        return;
    }
    http::Response nobodyReads;
    nobodyReads.status = 499;
    nobodyReads.reason = QByteArrayLiteral("cliente_saiu"); // for the log
    nobodyReads.upstream = endpoint.config().id;
    answer(forwarding, std::move(nobodyReads));
}

} // namespace guarita::balancer
