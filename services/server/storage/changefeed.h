// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/itempool.h"

#include <QtCore/QByteArray>
#include <QtCore/QTimer>

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <set>

namespace guarita::server::storage {

struct FeedLimits
{
    int followers = 256;
    std::size_t kept = 4096;              // changes, for followers that are behind
    std::chrono::milliseconds poll{500};  // between two looks that nobody asked for
    std::chrono::milliseconds settle{20}; // until what waits for other transactions is looked at again
};

/// Follows the record of changes for any number of followers, with one read of the database for all.
///
/// It looks when it is told that something has changed, and now and then without being told, so that a change
/// that nobody told of is late and never lost. Nothing is read while nobody follows. Belongs to the
/// event-loop thread; destroyed before its pool, without an event loop in between.
class ChangeFeed
{
public:
    /// Told from the event loop; may join, leave and read from within.
    class Follower
    {
    public:
        virtual void changesCame() = 0;

    protected:
        ~Follower() = default;
    };

    struct Entry
    {
        ChangeMark mark;
        QByteArray text;
    };

    /// `render` makes of each change, once, what its followers get.
    using Render = std::function<QByteArray(const MarkedChange &change)>;

    ChangeFeed(ItemPool &pool, const FeedLimits &limits, Render render);

    /// False: there are as many followers as may be.
    bool join(Follower &follower);
    void leave(Follower &follower);
    /// Something has changed, here or elsewhere.
    void wake();

    /// Where the record has been read to; nothing right after the first follower has joined.
    const std::optional<ChangeMark> &mark() const { return m_mark; }
    /// Places count up from the first change of all. The place behind the latest one:
    quint64 end() const { return m_begin + m_kept.size(); }
    /// The entry at a place before end(); nullptr if it is no longer kept.
    const Entry *at(quint64 place) const;
    /// The place behind a mark; nothing if changes behind it are no longer kept, or never were.
    std::optional<quint64> placeBehind(const ChangeMark &mark) const;

private:
    void read();
    void begin(const Outcome<ChangeMark> &latest);
    void take(const Outcome<ChangesRead> &read);
    void keep(const std::vector<MarkedChange> &changes);
    void startAnew();
    void tellFollowers();

    ItemPool &m_pool;
    const FeedLimits m_limits;
    const Render m_render;
    std::set<Follower *> m_followers;
    std::optional<ChangeMark> m_mark;
    ChangeMark m_before; // the mark before the first entry that is kept
    std::deque<Entry> m_kept;
    quint64 m_begin = 0; // the place of the first one
    QTimer m_poll;
    QTimer m_settle;
    bool m_reading = false;
    bool m_again = false; // woken meanwhile
};

} // namespace guarita::server::storage
