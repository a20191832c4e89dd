// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/reconciliationjson.h"

#include "balancer/admin/isotime.h"

#include <algorithm>
#include <cstdlib>

namespace guarita::balancer {

namespace {

const char *serverStateName(ServerState state)
{
    switch (state) {
    case ServerState::Compared:
        return "conferido";
    case ServerState::Unknown:
        return "desconhecido";
    case ServerState::Unreachable:
        return "inalcancavel";
    }
    return "";
}

void putCount(core::JsonWriter &json, const char *name, quint64 count)
{
    json.key(name);
    json.integer(static_cast<qint64>(count));
}

/// What the balancer's own counters and its book do not agree on: each counts all attempts by itself.
std::vector<tally::Difference> bookDifferences(const Endpoint &endpoint)
{
    const EndpointCounters &counters = endpoint.counters();
    const qint64 begun = counters.requests - static_cast<qint64>(endpoint.calls().begun());
    const qint64 underWay = counters.inFlight - static_cast<qint64>(endpoint.calls().underWay());
    std::vector<tally::Difference> differences;
    for (const qint64 off : {begun, underWay}) {
        if (off != 0)
            differences.push_back({"contador", static_cast<quint64>(std::abs(off))});
    }
    return differences;
}

void putAnswers(core::JsonWriter &json, const ServerTally &server)
{
    const tally::CallBook &book = server.endpoint->calls();
    quint64 here = 0;
    quint64 nameless = 0;
    for (const tally::CallBook::Answers &each : book.answers()) {
        if (each.instance.isEmpty())
            nameless = each.numbers.added();
        else if (server.report && each.instance == server.report->instance)
            here = each.numbers.added();
    }
    putCount(json, "respondidas", book.answeredCount());
    putCount(json, "respondidas_por_este", here);
    putCount(json, "respondidas_por_anteriores", book.answeredCount() - here - nameless);
    putCount(json, "respondidas_sem_nome", nameless);
}

void putReport(core::JsonWriter &json, const ServerTally &server)
{
    json.key("recebidas");
    if (!server.report)
        return json.null();
    const tally::Comparison &comparison = server.comparison;
    json.beginObject();
    putCount(json, "total", server.report->received.added());
    putCount(json, "desde", comparison.from);
    putCount(json, "conferidas", comparison.received);
    putCount(json, "com_resposta", comparison.answered);
    putCount(json, "sem_resposta", comparison.lost);
    putCount(json, "em_andamento", comparison.underWay);
    json.endObject();
}

void putServerTally(core::JsonWriter &json, const ServerTally &server)
{
    const tally::CallBook &book = server.endpoint->calls();
    json.beginObject();
    json.key("backend");
    json.string(QByteArrayView(server.endpoint->config().id));
    json.key("cluster");
    json.string(QByteArrayView(server.endpoint->config().cluster));
    json.key("estado");
    json.string(QByteArrayView(serverStateName(server.state)));
    json.key("instancia");
    if (server.report)
        json.string(QByteArrayView(server.report->instance));
    else
        json.null();
    putCount(json, "tentativas", book.begun());
    putAnswers(json, server);
    putCount(json, "perdidas", book.lostOnes().added());
    putCount(json, "em_andamento", book.underWay());
    putReport(json, server);
    json.endObject();
}

void putBalancer(core::JsonWriter &json, std::span<const ServerTally> servers,
                 const tally::ReceivedCalls &received)
{
    quint64 attempts = 0;
    quint64 again = 0;
    quint64 answered = 0;
    quint64 lost = 0;
    for (const ServerTally &server : servers) {
        const EndpointCounters &counters = server.endpoint->counters();
        attempts += static_cast<quint64>(counters.requests);
        for (const PickReason pick : {PickReason::Retry, PickReason::Hedge})
            again += static_cast<quint64>(counters.picks[static_cast<std::size_t>(pick)]);
        answered += server.endpoint->calls().answeredCount();
        lost += server.endpoint->calls().lostOnes().added();
    }
    json.beginObject();
    json.key("instancia");
    json.string(QByteArrayView(received.instance()));
    putCount(json, "recebidos", received.count());
    putCount(json, "encaminhados", attempts - again);
    putCount(json, "tentativas", attempts);
    putCount(json, "repetidas", again);
    putCount(json, "respondidas", answered);
    putCount(json, "perdidas", lost);
    putCount(json, "em_andamento", attempts - answered - lost);
    json.endObject();
}

} // namespace

QByteArray reconciliationJson(std::span<const ServerTally> servers, const tally::ReceivedCalls &received,
                              const tally::CalleeReport &fromAsker, core::WallTime when)
{
    bool exact = true;
    core::JsonWriter differences;
    differences.beginArray();
    for (const ServerTally &server : servers) {
        for (const auto &list : {server.comparison.differences, bookDifferences(*server.endpoint)}) {
            for (const tally::Difference &each : list)
                tally::writeDifference(differences, "balanceador", server.endpoint->config().id, each);
            exact = exact && list.empty();
        }
    }
    differences.endArray();

    core::JsonWriter json;
    json.beginObject();
    json.key("em");
    writeIsoTime(json, when);
    json.key("exato");
    json.boolean(exact);
    json.key("gateway");
    json.beginObject();
    fromAsker.write(json);
    json.endObject();
    json.key("balanceador");
    putBalancer(json, servers, received);
    json.key("servidores");
    json.beginArray();
    for (const ServerTally &server : servers)
        putServerTally(json, server);
    json.endArray();
    json.key("diferencas");
    json.raw(differences.buffer());
    json.endObject();
    return json.take();
}

} // namespace guarita::balancer
