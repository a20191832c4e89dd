// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/connectivity.h"

#include <algorithm>

namespace guarita::console {

namespace {

using std::chrono::milliseconds;

/// These say for sure that there is no way. Others may be the fate of one call: a search that took too long,
/// a connection that broke.
bool isCertain(const ApiError &error)
{
    return error.kind == ApiError::Kind::Unreachable || error.kind == ApiError::Kind::Untrusted;
}

} // namespace

Connectivity::Connectivity(Transport &transport, Session &session, const core::Clock &clock,
                           core::Random &random, QObject *parent, ConnectivityPace pace)
    : QObject(parent)
    , m_transport(transport)
    , m_session(session)
    , m_clock(clock)
    , m_pace(pace)
    , m_backoff(random)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Connectivity::probe);
    connect(&m_transport, &Transport::ended, this, &Connectivity::heard);
    // A question that was asked with the token would wait for the next one.
    connect(&m_session, &Session::stateChanged, this, [this](Session::State) {
        if (m_probing && !m_session.isReady()) {
            dropProbe();
            arm();
        }
    });
}

milliseconds Connectivity::untilRetry() const
{
    if (!m_outage || m_probing)
        return {};
    return std::max(std::chrono::ceil<milliseconds>(m_retryAt - m_clock.now()), milliseconds(0));
}

void Connectivity::start()
{
    if (m_watching)
        return;
    m_watching = true;
    m_lastHeard = m_clock.now();
    arm();
}

void Connectivity::stop()
{
    m_watching = false;
    dropProbe();
    m_outage.reset();
    m_backoff.reset();
    arm();
}

void Connectivity::retryNow()
{
    if (!m_watching || !m_outage || m_probing)
        return;
    m_backoff.reset(); // somebody is waiting for it
    probe();
}

void Connectivity::dropProbe()
{
    m_probe.reset();
    m_probing = false;
}

void Connectivity::arm()
{
    m_timer.stop();
    if (!m_watching || m_probing)
        return;
    const core::Instant due = m_outage ? m_retryAt : m_lastHeard + m_pace.silence;
    m_timer.start(std::max(std::chrono::ceil<milliseconds>(due - m_clock.now()), milliseconds(0)));
}

void Connectivity::heard(const ApiError *error, milliseconds took)
{
    if (!error || !error->isOutage())
        return answered(took);
    if (!m_watching)
        return;
    if (m_outage) {
        m_outage = *error;
        return;
    }
    if (isCertain(*error))
        goOffline(*error);
    else if (!m_probing)
        probe();
}

void Connectivity::answered(milliseconds took)
{
    m_lastHeard = m_clock.now();
    m_latency = took;
    const bool back = m_outage.has_value();
    if (back) {
        m_outage.reset();
        m_backoff.reset();
        dropProbe();
    }
    arm();
    Q_EMIT latencyChanged();
    if (back)
        Q_EMIT cameBack();
}

void Connectivity::goOffline(const ApiError &error)
{
    dropProbe();
    m_outage = error;
    scheduleRetry();
    Q_EMIT wentOffline();
}

void Connectivity::scheduleRetry()
{
    m_retryAt = m_clock.now() + m_backoff.next();
    arm();
}

/// One at a time. With the token it goes all the way to the database, else to the gateway only.
void Connectivity::probe()
{
    m_timer.stop();
    dropProbe();
    m_probeBegan = m_clock.now();
    ApiRequest request;
    request.deadline = m_pace.patience;
    request.urgent = true;
    const auto done = [this](const Reply<ApiResponse> &reply) { probeEnded(reply); };
    if (m_session.isReady() && m_session.rights().readsItems) {
        request.path = "/itens?limit=1&total=false";
        m_probe = m_session.send(request, done);
    } else {
        request.path = "/saude";
        request.authorized = false;
        m_probe = m_transport.send(request, done);
    }
    m_probing = true;
    if (m_outage)
        Q_EMIT retrying();
}

void Connectivity::probeEnded(const Reply<ApiResponse> &reply)
{
    m_probing = false;
    if (reply || !reply.error().isOutage())
        return arm(); // heard() has seen to the rest
    if (m_outage) {
        scheduleRetry();
        Q_EMIT outageChanged();
    } else if (m_lastHeard >= m_probeBegan) {
        arm(); // others got their answers meanwhile
    } else {
        goOffline(reply.error());
    }
}

} // namespace guarita::console
