// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/itemfeed.h"

#include <QtCore/QElapsedTimer>

namespace guarita::console {

namespace {

/// How long telling may keep the window waiting.
constexpr qint64 mostReadingMs = 8;

} // namespace

ItemFeed::ItemFeed(Api &api, Connectivity &connectivity, core::Random &random, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_subscription(
          [&api](const QByteArray &lastEventId, StreamSink sink, OnReply<core::Done> done) {
              return api.listen(lastEventId, std::move(sink), std::move(done));
          },
          connectivity, random)
{
    m_gathering.setSingleShot(true);
    connect(&m_subscription, &StreamSubscription::opened, this, &ItemFeed::begin);
    connect(&m_subscription, &StreamSubscription::arrived, this, &ItemFeed::take);
    connect(&m_gathering, &QTimer::timeout, this, &ItemFeed::tell);
    connect(&api.session(), &Session::stateChanged, this, &ItemFeed::follow);
    connect(&api.session(), &Session::rightsChanged, this, [this] { follow(m_api.session().state()); });
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
    else
        m_subscription.start();
}

void ItemFeed::stop()
{
    m_subscription.stop();
    m_gathering.stop();
    m_pending.clear();
    m_missed = false;
    m_user.clear();
}

void ItemFeed::begin(bool resumed)
{
    if (!resumed) { // what is shown was read before
        m_missed = true;
        m_gathering.start(gathering);
    }
    Q_EMIT opened();
}

void ItemFeed::take(const std::vector<StreamEvent> &events)
{
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
        m_gathering.start(0);
    const bool missedSome = std::exchange(m_missed, false);
    if (!changes.empty())
        Q_EMIT changed(changes);
    if (missedSome)
        Q_EMIT missed();
}

} // namespace guarita::console
