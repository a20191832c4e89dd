// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/reconciliation.h"

#include "balancer/observe/observeproblems.h"
#include "http/answering.h"
#include "tier/identity.h"

#include <QtCore/QTimer>

namespace guarita::balancer {

namespace {

constexpr std::chrono::seconds reportDeadline{2};
constexpr std::size_t mostAskings = 8;
constexpr char reconciliationPath[] = "/admin/conciliacao";

ServerState stateOf(const client::UpstreamResult &result)
{
    return result.stage == client::Stage::Completed ? ServerState::Unknown : ServerState::Unreachable;
}

} // namespace

struct Reconciliation::Asking
{
    QByteArray callOfAsker;
    http::ReplyHandle reply;
    std::vector<ServerTally> servers;
    std::vector<std::unique_ptr<client::Call>> calls;
    std::size_t open = 0; // calls without an answer
};

Reconciliation::Reconciliation(Dependencies dependencies)
    : m_dependencies(std::move(dependencies))
{
    if (!m_dependencies.tierKey.isEmpty())
        m_signer.emplace(m_dependencies.tierKey, m_dependencies.clock);
}

Reconciliation::~Reconciliation() = default;

std::vector<http::Route> Reconciliation::routes()
{
    return {{http::Method::Get, reconciliationPath, http::handlerOf(this, &Reconciliation::reconcile)}};
}

void Reconciliation::reconcile(http::Request request, http::ReplyHandle reply)
{
    if (m_askings.size() >= mostAskings)
        return http::refuse(request, reply, tooManyReconciliations());
    const quint64 id = ++m_lastId;
    Asking &asking = *m_askings.emplace(id, std::make_unique<Asking>()).first->second;
    asking.callOfAsker = request.headers.value(tally::callField);
    asking.reply = std::move(reply);
    asking.reply.onClientLeft([this, id] { conclude(id); });
    for (const ClusterStatus &cluster : m_dependencies.status()) {
        for (const EndpointPtr &endpoint : cluster.snapshot->endpoints)
            asking.servers.push_back({.endpoint = endpoint, .before = endpoint->calls()});
    }
    asking.open = asking.servers.size();
    concludeIn(asking.open > 0 ? reportDeadline : std::chrono::seconds(0), id);
    for (std::size_t place = 0; place < asking.servers.size(); ++place)
        asking.calls.push_back(ask(id, place, *asking.servers[place].endpoint));
}

client::UpstreamRequest Reconciliation::question(const Endpoint &endpoint) const
{
    http::Request asked;
    asked.method = http::Method::Get;
    asked.target = reconciliationPath;
    asked.id = m_dependencies.random.hex(16);
    asked.subject = QByteArrayLiteral("balanceador");
    client::UpstreamRequest request{asked.method, asked.target, {}, {}, endpoint.addresses().current()};
    request.headers.append(QByteArrayLiteral("x-request-id"), asked.id);
    request.headers.append(tier::subjectField, asked.subject);
    request.headers.append(tally::callField, endpoint.calls().fieldFor(0));
    request.headers.append(QByteArrayLiteral("accept-encoding"), QByteArrayLiteral("identity"));
    if (m_signer)
        request.headers.append(tier::identityField, m_signer->valueFor(asked, "admin"));
    return request;
}

std::unique_ptr<client::Call> Reconciliation::ask(quint64 id, std::size_t place, const Endpoint &endpoint)
{
    return m_dependencies.client.send(
        endpoint.config().origin, question(endpoint),
        [this, id, place](client::UpstreamResult result) { answered(id, place, std::move(result)); });
}

void Reconciliation::answered(quint64 id, std::size_t place, client::UpstreamResult result)
{
    Asking &asking = *m_askings.at(id);
    ServerTally &server = asking.servers[place];
    server.state = stateOf(result);
    if (server.state == ServerState::Unknown && result.response.status == 200)
        server.report = tally::CalleeReport::of(result.response.body);
    if (server.report) {
        server.state = ServerState::Compared;
        server.comparison = tally::compare(server.before, server.endpoint->calls(), *server.report);
    }
    if (--asking.open == 0)
        concludeIn(std::chrono::seconds(0), id); // not from within a call's completion
}

void Reconciliation::concludeIn(std::chrono::milliseconds time, quint64 id)
{
    QTimer::singleShot(time, &m_context, [this, id] { conclude(id); });
}

void Reconciliation::conclude(quint64 id)
{
    const auto node = m_askings.extract(id);
    if (node.empty())
        return; // all servers had answered before the deadline
    Asking &asking = *node.mapped();
    asking.calls.clear();
    const QByteArray body = reconciliationJson(asking.servers, m_dependencies.received,
                                               m_dependencies.received.reportFor(asking.callOfAsker),
                                               m_dependencies.clock.wallNow());
    asking.reply.send(http::jsonResponse(body));
}

} // namespace guarita::balancer
