// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/call.h"
#include "console/core/draft.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace guarita::console {

struct WriteProgress
{
    qsizetype done = 0;
    qsizetype failed = 0;
    qsizetype total = 0;

    bool running() const { return done + failed < total; }
};

/// Writes that wait and writes that are under way, a few at a time and never two for one key.
class WriteQueue final : public QObject
{
    Q_OBJECT

public:
    /// Starts the write of a key; none: there is nothing to do for it any more.
    using Send = std::function<std::optional<Call>(ItemKey key)>;
    /// Whether a key may be written now; who says no calls pump() later.
    using Ready = std::function<bool(ItemKey key)>;

    static constexpr int parallel = 4;
    static constexpr int mostTries = 5; // of a write that the service had no room for

    WriteQueue(Send send, Ready ready, QObject *parent = nullptr);

    /// Counting starts anew, unless writes are still under way. To be called before what is asked for at
    /// once.
    void begin();
    void add(ItemKey key); // once, if it waits already
    void addFailed();      // for what does not even get that far
    bool isUnderWay(ItemKey key) const { return m_calls.contains(key); }
    bool waits(ItemKey key) const { return m_known.contains(key); }
    bool drop(ItemKey key); // false if it does not wait
    std::vector<ItemKey> dropWaiting();
    /// As if all that wait had been tried in vain.
    std::vector<ItemKey> failWaiting();
    void clear();
    void pump();

    /// From the answer of a write: another request for the same key, or the end, or another try later.
    void follow(ItemKey key, Call call);
    void end(ItemKey key, bool ok);
    bool retry(ItemKey key, std::chrono::seconds after); // false: it was tried often enough

    const WriteProgress &progress() const { return m_progress; }

Q_SIGNALS:
    void progressChanged();
    void ended(guarita::console::ItemKey key);
    void drained(); // nothing waits, nothing is under way

private:
    void count();
    std::vector<ItemKey> takeWaiting();

    Send m_send;
    Ready m_ready;
    std::deque<ItemKey> m_waiting;
    std::set<ItemKey> m_known; // the same, for looking up
    std::map<ItemKey, Call> m_calls;
    std::map<ItemKey, int> m_tries;
    QTimer m_pause;
    WriteProgress m_progress;
    bool m_pumping = false;
    bool m_busy = false; // drained() is owed
};

} // namespace guarita::console
