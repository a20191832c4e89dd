// SPDX-License-Identifier: GPL-3.0-or-later
// The end of HttpApp's work.
#include "http/httpappimpl.h"

#include <utility>

namespace guarita::http {

namespace {

constexpr std::chrono::milliseconds quietStream{1'000};

} // namespace

void HttpApp::Impl::drain(std::function<void()> drained)
{
    m_drained = std::move(drained);
    m_draining = true;
    QTimer::singleShot(m_limits.drainNotice, &m_drainTimer, [this] { closePort(); });
}

void HttpApp::Impl::closePort()
{
    m_listener.stopAccepting();
    m_facades->close();
    m_listener.closeWhenAnswered();
    m_drainTimer.start();
}

void HttpApp::Impl::checkDrained()
{
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
