// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/itemfeed.h"

#include <QtCore/QElapsedTimer>

#include <algorithm>

namespace guarita::console {

namespace {

using std::chrono::milliseconds;

/// How long telling may keep the window waiting.
constexpr qint64 mostReadingMs = 8;
constexpr milliseconds untilThereIsRoom{30'000};

/// Whether asking again would bring the same.
bool isFinal(const ApiError &error)
{
    return error.status == 404 || error.status == 405 || error.status == 501 ||
           error.kind == ApiError::Kind::Forbidden || error.kind == ApiError::Kind::BadReply ||
           error.kind == ApiError::Kind::Unauthorized;
}

} // namespace

ItemFeed::ItemFeed(Api &api, Connectivity &connectivity, core::Random &random, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_random(random)
    , m_backoff(random)
{
    m_again.setSingleShot(true);
    m_gathering.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &ItemFeed::connectNow);
    connect(&m_gathering, &QTimer::timeout, this, &ItemFeed::tell);
    connect(&api.session(), &Session::stateChanged, this, &ItemFeed::follow);
    connect(&api.session(), &Session::rightsChanged, this, [this] { follow(m_api.session().state()); });
    connect(&connectivity, &Connectivity::cameBack, this, [this] {
        if (m_again.isActive())
            connectNow();
    });
}

void ItemFeed::follow(Session::State state)
{
    if (state == Session::State::LoggedOut)
        stop();
    if (state != Session::State::Active)
        return;
    const bool another = m_user != m_api.session().user();
    if (another)
        stop();
    m_user = m_api.session().user();
    if (!m_api.session().rights().readsItems)
        stop();
    else if (!m_live && !m_again.isActive())
        connectNow();
}

void ItemFeed::stop()
{
    m_call.reset();
    m_again.stop();
    m_gathering.stop();
    m_pending.clear();
    m_missed = false;
    m_live = false;
    m_lastEventId.clear();
    m_retry = {};
    m_backoff.reset();
    m_user.clear();
}

void ItemFeed::connectNow()
{
    m_again.stop();
    m_stream = EventStream();
    StreamSink sink;
    sink.begin = [this](const QByteArray &) { return begin(); };
    sink.take = [this](const QByteArray &bytes) { take(bytes); };
    m_call = m_api.listen(m_lastEventId, std::move(sink),
                          [this](const Reply<core::Done> &reply) { ended(reply); });
}

bool ItemFeed::begin()
{
    m_live = true;
    m_backoff.reset();
    if (m_lastEventId.isEmpty()) { // what is shown was read before
        m_missed = true;
        m_gathering.start(gathering);
    }
    Q_EMIT opened();
    return true;
}

void ItemFeed::take(const QByteArray &bytes)
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
    for (const StreamEvent &event : events)
        note(event);
    if (m_pending.size() > mostAtOnce) {
        m_pending.clear();
        m_missed = true;
    }
    if ((m_missed || !m_pending.empty()) && !m_gathering.isActive())
        m_gathering.start(gathering);
}

void ItemFeed::note(const StreamEvent &event)
{
    if (event.type == "item")
        m_pending.push_back(event.data);
    else if (event.type == "ressincronizar")
        m_missed = true;
}

/// Some of many: the rest with the next turn of the event loop.
void ItemFeed::tell()
{
    QElapsedTimer spent;
    spent.start();
    std::vector<ItemChange> changes;
    while (!m_pending.empty() && spent.elapsed() < mostReadingMs) {
        core::Result<ItemChange> change = decodeItemChange(m_pending.front());
        m_pending.pop_front();
        if (change)
            changes.push_back(std::move(change).value());
        else
            m_missed = true; // something changed, and this does not say what
    }
    if (!m_pending.empty())
        m_gathering.start(milliseconds(0));
    const bool missedSome = std::exchange(m_missed, false);
    if (!changes.empty())
        Q_EMIT changed(changes);
    if (missedSome)
        Q_EMIT missed();
}

void ItemFeed::ended(const Reply<core::Done> &reply)
{
    const bool wasLive = std::exchange(m_live, false);
    m_call.reset();
    if ((!reply && isFinal(reply.error())) || (reply && !wasLive))
        return; // until the next log-in
    m_again.start(waitAfter(reply));
}

milliseconds ItemFeed::waitAfter(const Reply<core::Done> &reply)
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
