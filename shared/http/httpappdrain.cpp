// SPDX-License-Identifier: GPL-3.0-or-later
// The end of HttpApp's work.
#include "http/httpappimpl.h"

#include <algorithm>
#include <utility>

namespace guarita::http {

namespace {

constexpr std::chrono::milliseconds quietStream{1'000};

} // namespace

void HttpApp::Impl::drain(std::function<void()> drained)
{
    m_drained = std::move(drained);
    m_draining = true;
    m_listener.announceClosing();
    const std::chrono::milliseconds notice = m_letGo ? std::chrono::milliseconds(0) : m_limits.drainNotice;
    QTimer::singleShot(notice, &m_drainTimer, [this] { waitForDrained(); });
    QTimer::singleShot(std::max(notice, m_limits.drainIdleGrace), &m_drainTimer,
                       [this] { m_listener.closeWhenAnswered(); });
}

void HttpApp::Impl::letGo()
{
    m_letGo = true;
    stopListening();
}

void HttpApp::Impl::stopListening()
{
    m_listener.stopAccepting();
    m_facades->closePort();
}

void HttpApp::Impl::waitForDrained()
{
    stopListening();
    m_drainTimer.start();
}

void HttpApp::Impl::checkDrained()
{
    if (m_listener.closing())
        breakOffQuietStreams();
    if (m_listener.stats().open > 0 || !m_exchanges.isEmpty())
        return;
    m_drainTimer.stop();
    if (const std::function<void()> drained = std::exchange(m_drained, nullptr))
        drained();
}

/// So that draining does not wait for streams that have no end of their own.
void HttpApp::Impl::breakOffQuietStreams()
{
    const core::Instant latest = m_dependencies.clock.now() - quietStream;
    const QList<std::shared_ptr<Exchange>> exchanges = m_exchanges.values();
    for (const std::shared_ptr<Exchange> &exchange : exchanges) {
        const bool open = exchange->owner && exchange->stream;
        if (!open || exchange->stream->full || exchange->stream->lastWrite > latest)
            continue;
        breakOff(*exchange);
    }
}

} // namespace guarita::http
