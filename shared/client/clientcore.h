// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/callqueue.h"
#include "client/httpclient.h"
#include "client/upstream.h"
#include "wire/reactor.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QObject>

#include <map>
#include <memory>

namespace guarita::client {

/// What the calls of one client share: limits, connections, and the clock that ends them.
///
/// There is no timer per call. One coarse timer runs while calls are under way and looks at the heads of
/// four queues, so a deadline is kept to within one tick.
class ClientCore : public QObject
{
public:
    ClientCore(const ClientLimits &limits, const core::Clock &clock);
    ~ClientCore() override;

    const ClientLimits &limits() const { return m_limits; }
    core::Instant now() const { return m_clock.now(); }
    /// Good as long as it has calls, and else until the next call of this. Of more than `mostUpstreams` the
    /// one without calls that was asked for the longest ago is forgotten, and its connections are closed.
    Upstream &upstreamFor(const QUrl &origin, const QString &address);
    static constexpr std::size_t mostUpstreams = 4096;
    std::size_t upstreams() const { return m_upstreams.size(); }

    int inFlight() const { return m_inFlight; }

    /// The stations of a call that is under way, in this order; the first two may be skipped.
    void connecting(QueuePlace &phase, core::Instant now);
    void awaitingResponse(QueuePlace &phase, core::Instant now);
    void started(QueuePlace &whole, core::Instant now);
    /// The deadline of a call whose body was sent while it came begins only now.
    void awaitingEnd(QueuePlace &whole, core::Instant now);
    /// A byte of a stream has come, and the receiver waits for the next one; or the upstream took one of a
    /// body that comes, and may take the next.
    void streaming(QueuePlace &whole, core::Instant now);
    /// The receiver takes no more for now, or no more of the body is here: no deadline.
    void paused(QueuePlace &whole) { m_paused.join(whole, {}); }
    void ended();
    /// A call that was refused and is about to say so.
    void refused(QueuePlace &whole) { m_refused.join(whole, {}); }

    /// Runs a completion, which may destroy the call, other calls, and the client itself.
    void complete(Completion done, UpstreamResult result);
    /// Runs anything else of the caller's that may do so.
    template <typename Told>
    void tell(Told told)
    {
        bool gone = false;
        bool *const outer = m_gone;
        m_gone = &gone;
        told();
        if (!gone)
            m_gone = outer;
        else if (outer)
            *outer = true;
    }

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    struct Known
    {
        std::unique_ptr<Upstream> upstream;
        quint64 asked = 0; // for, lastly: larger is later
    };

    void forgetOneUpstream();
    tls::TlsTrust::Pointer trustFor(const QUrl &origin);
    bool endOverdue(const CallQueue &queue);
    void keepTime();

    const ClientLimits m_limits;
    const core::Clock &m_clock;
    const int m_tick;
    std::unique_ptr<wire::Reactor> m_reactor;              // before who uses it
    tls::TlsTrust::Pointer m_trust;                        // once there was an https upstream
    std::map<std::pair<QUrl, QString>, Known> m_upstreams; // by origin and address
    quint64 m_asked = 0;                                   // upstreamFor()
    CallQueue m_connecting;
    CallQueue m_awaiting;
    CallQueue m_all;
    CallQueue m_streaming;
    CallQueue m_paused;
    CallQueue m_refused;
    QBasicTimer m_timer;
    int m_inFlight = 0;
    /// Set while a completion runs: where to tell that this object is gone.
    bool *m_gone = nullptr;
};

} // namespace guarita::client
