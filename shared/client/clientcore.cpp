// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/clientcore.h"

#include "client/activecall.h"

#include <QtCore/QPointer>
#include <QtCore/QTimerEvent>

#include <algorithm>

namespace guarita::client {

namespace {

/// A tenth of the shortest deadline, in milliseconds, within reason.
int tickFor(const ClientLimits &limits)
{
    const auto shortest = std::min(
        {limits.connectDeadline, limits.firstByteDeadline, limits.totalDeadline, limits.streamIdleDeadline});
    return static_cast<int>(std::clamp<std::chrono::milliseconds::rep>(shortest.count() / 10, 5, 100));
}

net::ResponseFramerLimits framerLimits(const ClientLimits &limits)
{
    net::ResponseFramerLimits framer;
    framer.headBytes = limits.responseHeaderBytes;
    return framer;
}

} // namespace

ClientCore::ClientCore(const ClientLimits &limits, const core::Clock &clock)
    : m_limits(limits)
    , m_clock(clock)
    , m_tick(tickFor(limits))
    , m_reactor(std::make_unique<wire::Reactor>(clock, framerLimits(limits)))
{
}

ClientCore::~ClientCore()
{
    for (const CallQueue *queue : {&m_all, &m_streaming, &m_paused, &m_refused}) {
        while (!queue->empty())
            queue->first()->abandon();
    }
    m_upstreams.clear();
    if (m_gone)
        *m_gone = true;
    if (m_reactor->poller().isDispatching())
        m_reactor.release()->deleteLater();
}

Upstream &ClientCore::upstreamFor(const QUrl &origin, const QString &address)
{
    const auto [place, isNew] = m_upstreams.try_emplace({origin, address});
    Known &known = place->second;
    known.asked = ++m_asked;
    if (isNew) {
        known.upstream = std::make_unique<Upstream>(*m_reactor, origin, address, trustFor(origin));
        if (m_upstreams.size() > mostUpstreams)
            forgetOneUpstream();
    }
    return *known.upstream;
}

/// Never the one that is asked for now, whose call has not begun.
void ClientCore::forgetOneUpstream()
{
    auto oldest = m_upstreams.end();
    for (auto each = m_upstreams.begin(); each != m_upstreams.end(); ++each) {
        const Known &known = each->second;
        if (known.upstream->inFlight() == 0 && known.asked != m_asked &&
            (oldest == m_upstreams.end() || known.asked < oldest->second.asked))
            oldest = each;
    }
    if (oldest == m_upstreams.end())
        return;
    m_upstreams.erase(oldest);
}

/// Null for http, or if the machine's authorities cannot be read: then no connection can be made.
tls::TlsTrust::Pointer ClientCore::trustFor(const QUrl &origin)
{
    if (!Upstream::isEncrypted(origin))
        return nullptr;
    if (!m_trust) {
        if (auto loaded = tls::TlsTrust::system())
            m_trust = loaded.value();
    }
    return m_trust;
}

void ClientCore::connecting(QueuePlace &phase, core::Instant now)
{
    m_connecting.join(phase, now + m_limits.connectDeadline);
}

void ClientCore::awaitingResponse(QueuePlace &phase, core::Instant now)
{
    m_awaiting.join(phase, now + m_limits.firstByteDeadline);
}

void ClientCore::started(QueuePlace &whole, core::Instant now)
{
    ++m_inFlight;
    awaitingEnd(whole, now);
}

void ClientCore::awaitingEnd(QueuePlace &whole, core::Instant now)
{
    m_all.join(whole, now + m_limits.totalDeadline);
    keepTime();
}

void ClientCore::streaming(QueuePlace &whole, core::Instant now)
{
    m_streaming.join(whole, now + m_limits.streamIdleDeadline);
    keepTime();
}

void ClientCore::keepTime()
{
    if (!m_timer.isActive())
        m_timer.start(m_tick, Qt::CoarseTimer, this);
}

void ClientCore::ended()
{
    --m_inFlight;
}

void ClientCore::complete(Completion done, UpstreamResult result)
{
    tell([&] {
        const Completion told = std::move(done); // what it holds may be the last that holds the client
        told(std::move(result));
    });
}

void ClientCore::timerEvent(QTimerEvent *)
{
    if (m_all.empty() && m_streaming.empty()) {
        m_timer.stop();
        return;
    }
    endOverdue(m_connecting) && endOverdue(m_awaiting) && endOverdue(m_all) && endOverdue(m_streaming);
}

bool ClientCore::endOverdue(const CallQueue &queue)
{
    const QPointer<ClientCore> self(this);
    const core::Instant now = m_clock.now();
    while (ActiveCall *call = queue.overdue(now)) {
        call->expire();
        if (!self)
            return false;
    }
    return true;
}

} // namespace guarita::client
