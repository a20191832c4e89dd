// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/streamsubscription.h"

#include <algorithm>
#include <span>

namespace guarita::console {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds untilThereIsRoom{30'000};

/// Whether asking again would bring the same.
bool isFinal(const ApiError &error)
{
    return error.status == 404 || error.status == 405 || error.status == 501 ||
           error.kind == ApiError::Kind::Forbidden || error.kind == ApiError::Kind::BadReply ||
           error.kind == ApiError::Kind::Unauthorized;
}

} // namespace

StreamSubscription::StreamSubscription(Listen listen, Connectivity &connectivity, core::Random &random,
                                       QObject *parent)
    : QObject(parent)
    , m_listen(std::move(listen))
    , m_random(random)
    , m_backoff(random)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &StreamSubscription::connectNow);
    connect(&connectivity, &Connectivity::cameBack, this, [this] {
        if (m_again.isActive())
            connectNow();
    });
}

void StreamSubscription::start()
{
    if (!m_live && !m_again.isActive())
        connectNow();
}

void StreamSubscription::stop()
{
    m_call.reset();
    m_again.stop();
    m_live = false;
    m_lastEventId.clear();
    m_retry = {};
    m_backoff.reset();
}

void StreamSubscription::connectNow()
{
    m_again.stop();
    m_stream = EventStream();
    StreamSink sink;
    sink.begin = [this](const QByteArray &) { return begin(); };
    sink.take = [this](const QByteArray &bytes) { take(bytes); };
    m_call =
        m_listen(m_lastEventId, std::move(sink), [this](const Reply<core::Done> &reply) { ended(reply); });
}

bool StreamSubscription::begin()
{
    m_live = true;
    m_backoff.reset();
    Q_EMIT opened(!m_lastEventId.isEmpty());
    return true;
}

void StreamSubscription::take(const QByteArray &bytes)
{
    const std::vector<StreamEvent> events = m_stream.feed(bytes);
    if (m_stream.isOverlong()) {
        ApiError error;
        error.kind = ApiError::Kind::Interrupted;
        ended(error);
        return;
    }
    if (!m_stream.lastEventId().isEmpty())
        m_lastEventId = m_stream.lastEventId();
    m_retry = m_stream.retry().value_or(m_retry);
    Q_EMIT arrived(events);
}

void StreamSubscription::ended(const Reply<core::Done> &reply)
{
    const bool wasLive = std::exchange(m_live, false);
    m_call.reset();
    if ((!reply && isFinal(reply.error())) || (reply && !wasLive))
        return; // until the next start
    m_again.start(waitAfter(reply));
}

milliseconds StreamSubscription::waitAfter(const Reply<core::Done> &reply)
{
    milliseconds least = m_retry;
    if (!reply && reply.error().kind == ApiError::Kind::Throttled)
        least = std::max<milliseconds>(untilThereIsRoom,
                                       reply.error().retryAfter.value_or(std::chrono::seconds(0)));
    std::uint32_t drawn = 0;
    m_random.fill(std::as_writable_bytes(std::span(&drawn, 1)));
    // Many were cut off in the same moment.
    const milliseconds spread(static_cast<qint64>(drawn) % (least.count() / 2 + 1));
    return std::max(m_backoff.next(), least + spread);
}

} // namespace guarita::console
