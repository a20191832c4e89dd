// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/changefeed.h"

#include <algorithm>

namespace guarita::server::storage {

namespace {

constexpr qint64 mostPerRead = 500; // changes per read

} // namespace

ChangeFeed::ChangeFeed(ItemPool &pool, const FeedLimits &limits, Render render)
    : m_pool(pool)
    , m_limits(limits)
    , m_render(std::move(render))
{
    m_poll.setInterval(m_limits.poll);
    m_settle.setInterval(m_limits.settle);
    m_settle.setSingleShot(true);
    for (QTimer *timer : {&m_poll, &m_settle})
        QObject::connect(timer, &QTimer::timeout, timer, [this] { wake(); });
}

bool ChangeFeed::join(Follower &follower)
{
    if (static_cast<int>(m_followers.size()) >= m_limits.followers)
        return false;
    m_followers.insert(&follower);
    if (m_followers.size() == 1) {
        m_poll.start();
        wake();
    }
    return true;
}

void ChangeFeed::leave(Follower &follower)
{
    m_followers.erase(&follower);
    if (!m_followers.empty())
        return;
    m_poll.stop();
    m_settle.stop();
    startAnew();
}

/// What was kept is of no use any more; the places go on, so that none is taken for another.
void ChangeFeed::startAnew()
{
    m_begin = end();
    m_kept.clear();
    m_mark.reset();
}

void ChangeFeed::wake()
{
    if (m_followers.empty())
        return;
    if (m_reading)
        m_again = true;
    else
        read();
}

void ChangeFeed::read()
{
    m_reading = true;
    m_again = false;
    if (!m_mark) {
        m_pool.submit([](ItemRepository &items) { return items.latestChange(); },
                      [this](const Outcome<ChangeMark> &latest) { begin(latest); });
        return;
    }
    m_pool.submit([mark = *m_mark](ItemRepository &items) { return items.changesSince(mark, mostPerRead); },
                  [this, from = *m_mark](const Outcome<ChangesRead> &changes) {
                      m_reading = false;
                      if (m_mark == from) // else all have left meanwhile, and others joined
                          take(changes);
                      else
                          wake();
                  });
}

void ChangeFeed::begin(const Outcome<ChangeMark> &latest)
{
    m_reading = false;
    if (!latest || m_followers.empty())
        return; // the next look will do
    m_mark = m_before = latest.value();
    tellFollowers();
    if (m_again)
        wake();
}

void ChangeFeed::take(const Outcome<ChangesRead> &read)
{
    if (!read || m_followers.empty())
        return; // the next look will do
    if (read.value().unknownMark) {
        startAnew();
        ++m_begin; // a place that nobody has an entry for: all of them have missed something
        return wake();
    }
    keep(read.value().changes);
    if (!read.value().changes.empty())
        tellFollowers();
    if (!read.value().unsettled)
        m_settle.setInterval(m_limits.settle);
    if (m_again || static_cast<qint64>(read.value().changes.size()) == mostPerRead) {
        wake();
    } else if (read.value().unsettled) {
        m_settle.start();
        m_settle.setInterval(std::min(m_settle.intervalAsDuration() * 2, m_limits.poll));
    }
}

void ChangeFeed::keep(const std::vector<MarkedChange> &changes)
{
    for (const MarkedChange &change : changes) {
        m_kept.push_back({change.mark, m_render(change)});
        m_mark = change.mark;
    }
    while (m_kept.size() > m_limits.kept) {
        m_before = m_kept.front().mark;
        m_kept.pop_front();
        ++m_begin;
    }
}

void ChangeFeed::tellFollowers()
{
    const std::vector<Follower *> followers(m_followers.begin(), m_followers.end());
    for (Follower *follower : followers) {
        if (m_followers.contains(follower))
            follower->changesCame();
    }
}

const ChangeFeed::Entry *ChangeFeed::at(quint64 place) const
{
    return place < m_begin || place >= end() ? nullptr : &m_kept[place - m_begin];
}

std::optional<quint64> ChangeFeed::placeBehind(const ChangeMark &mark) const
{
    if (!m_mark || mark.era != m_mark->era || mark < m_before || mark > *m_mark)
        return std::nullopt;
    const auto behind =
        std::upper_bound(m_kept.begin(), m_kept.end(), mark,
                         [](const ChangeMark &left, const Entry &right) { return left < right.mark; });
    return m_begin + static_cast<quint64>(behind - m_kept.begin());
}

} // namespace guarita::server::storage
