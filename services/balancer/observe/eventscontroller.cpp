// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/eventscontroller.h"

#include "balancer/admin/backendsjson.h"
#include "balancer/admin/isotime.h"
#include "balancer/observe/observeproblems.h"
#include "balancer/observe/sequence.h"
#include "core/decimaltext.h"
#include "http/answering.h"
#include "http/queryparameters.h"

namespace guarita::balancer {

using http::Method;

namespace {

constexpr std::chrono::seconds betweenSamples{1};
constexpr qsizetype enoughEventsAtOnce = 64 * 1024;

http::Response eventStreamHead()
{
    http::Response head;
    head.headers.append("Content-Type", "text/event-stream");
    head.headers.append("Cache-Control", "no-store");
    return head;
}

/// The event that a client gets first. One that names none that was told ever was told of other things: it
/// gets all that is kept.
qint64 firstFor(const http::Headers &headers, const EventLog &log)
{
    if (!headers.contains("last-event-id"))
        return log.end();
    const std::optional<qint64> last = core::positiveNumber(headers.value("last-event-id"));
    return last && *last < log.end() ? *last + 1 : 1;
}

} // namespace

EventsController::EventsController(StatusSource status, std::size_t mostListeners, const core::Clock &clock)
    : m_status(std::move(status))
    , m_most(mostListeners)
    , m_clock(clock)
    , m_log(firstSequence(clock))
{
    m_sampler.setInterval(betweenSamples);
    QObject::connect(&m_sampler, &QTimer::timeout, &m_sampler, [this] { sample(); });
}

std::vector<http::Route> EventsController::routes()
{
    return {{Method::Get, "/admin/eventos", http::handlerOf(this, &EventsController::listen)}};
}

void EventsController::listen(http::Request request, http::ReplyHandle reply)
{
    if (!request.query.isEmpty())
        return http::refuse(request, reply, http::unknownParameter(request.query, "-"));
    if (m_ended)
        return http::refuse(request, reply, http::draining());
    if (m_listeners.size() >= m_most)
        return http::refuse(request, reply, tooManyListeners());
    http::ResponseStream stream = reply.begin(eventStreamHead());
    if (!stream.wantsContent())
        return; // HEAD
    const quint64 id = ++m_lastId;
    const qint64 first = firstFor(request.headers, m_log);
    Listener &listener = m_listeners.emplace(id, Listener{std::move(stream), first}).first->second;
    listener.stream.onClientLeft([this, id] { leave(id); });
    listener.stream.onRoom([this, id] { roomFor(id); });
    pump(listener);
    listener.room = listener.stream.write("retry: 2000\n\n" + sampleText());
    if (!m_sampler.isActive())
        m_sampler.start();
}

void EventsController::leave(quint64 id)
{
    m_listeners.erase(id);
    if (m_listeners.empty())
        m_sampler.stop();
}

void EventsController::roomFor(quint64 id)
{
    const auto found = m_listeners.find(id);
    if (found == m_listeners.end())
        return;
    found->second.room = true;
    pump(found->second);
}

void EventsController::heard(const ClusterEvent &event)
{
    m_log.append(event, m_clock.wallNow());
    for (auto &[id, listener] : m_listeners)
        pump(listener);
}

void EventsController::pump(Listener &listener)
{
    while (listener.room && listener.next < m_log.end()) {
        QByteArray text;
        if (listener.next < m_log.begin()) {
            text = lostEventsText(listener.next, m_log.begin() - 1);
            listener.next = m_log.begin();
        }
        while (listener.next < m_log.end() && text.size() < enoughEventsAtOnce)
            text += m_log.text(listener.next++);
        listener.room = listener.stream.write(std::move(text));
    }
}

void EventsController::sample()
{
    QByteArray text;
    for (auto &[id, listener] : m_listeners) {
        if (!listener.room)
            continue;
        if (text.isEmpty())
            text = sampleText();
        listener.room = listener.stream.write(text);
    }
}

QByteArray EventsController::sampleText() const
{
    core::JsonWriter json;
    json.beginObject();
    json.key("em");
    writeIsoTime(json, m_clock.wallNow());
    writeBackends(json, m_status(), m_clock.now());
    json.endObject();
    return "event: amostra\ndata: " + json.buffer() + "\n\n";
}

void EventsController::end()
{
    m_ended = true;
    m_sampler.stop();
    for (auto &[id, listener] : std::exchange(m_listeners, {}))
        listener.stream.finish();
}

} // namespace guarita::balancer
