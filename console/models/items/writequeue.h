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

    bool together = false; // many are under way in one request: `done` stands still until its answer

    bool running() const { return done + failed < total; }
};

/// Writes that wait and writes that are under way, a few at a time and never two for one key. What is added
/// to be sent together goes when no other is under way, one request after another, in its order.
class WriteQueue final : public QObject
{
    Q_OBJECT

public:
    /// Starts the write of a key; none: there is nothing to do for it any more.
    using Send = std::function<std::optional<Call>(ItemKey key)>;
    /// Starts one request for the first of these keys, as many as it has room for, and says which those are,
    /// and of which there is nothing to do any more. Without a call they wait on.
    struct Together
    {
        std::optional<Call> call;
        std::vector<ItemKey> sent;
        std::vector<ItemKey> dropped;
    };
    using SendTogether = std::function<Together(const std::vector<ItemKey> &waiting)>;
    /// Whether a key may be written now; who says no calls pump() later.
    using Ready = std::function<bool(ItemKey key)>;

    static constexpr int parallel = 4;
    static constexpr int mostTries = 5; // of a write that the service had no room for

    WriteQueue(Send send, SendTogether sendTogether, Ready ready, QObject *parent = nullptr);

    /// While one lives, the queue tells nothing and starts nothing: it does once at its end. For the answer
    /// of a request for many.
    class Quiet
    {
    public:
        explicit Quiet(WriteQueue &queue);
        ~Quiet();
        Q_DISABLE_COPY_MOVE(Quiet)

    private:
        WriteQueue &m_queue;
    };

    /// Counting starts anew, unless writes are still under way. To be called before what is asked for at
    /// once.
    void begin();
    void add(ItemKey key); // once, if it waits already
    void addTogether(ItemKey key);
    void addFailed(); // for what does not even get that far
    bool isUnderWay(ItemKey key) const { return m_calls.contains(key) || m_together.contains(key); }
    bool isTogether(ItemKey key) const { return m_together.contains(key); } // under way so
    /// Whether some wait to be sent together, or are under way so.
    bool hasTogether() const { return !m_waitingTogether.empty() || !m_together.empty(); }
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
    /// From the answer of a request for many: one of them needs a request of its own, by Send.
    void again(ItemKey key);
    /// … or none of them was done: they wait again, before the others, to be sent together.
    bool retryTogether(std::vector<ItemKey> keys, std::chrono::seconds after);
    /// All that wait to be sent together, and those under way so: as if they had never been added.
    std::vector<ItemKey> takeTogether();

    const WriteProgress &progress() const { return m_progress; }

Q_SIGNALS:
    void progressChanged();
    void ended(guarita::console::ItemKey key);
    void drained(); // nothing waits, nothing is under way

private:
    void addTo(std::deque<ItemKey> &lane, ItemKey key);
    void count();
    std::vector<ItemKey> takeWaiting();
    void startTogether();

    Send m_send;
    SendTogether m_sendTogether;
    Ready m_ready;
    std::deque<ItemKey> m_waiting;
    std::set<ItemKey> m_known; // the same, for looking up
    std::map<ItemKey, Call> m_calls;
    std::deque<ItemKey> m_waitingTogether; // in m_known, too
    std::set<ItemKey> m_together;          // under way so
    Call m_callTogether;
    std::map<ItemKey, int> m_tries;
    int m_triesTogether = 0;
    int m_quiet = 0;
    QTimer m_pause;
    WriteProgress m_progress;
    bool m_pumping = false;
    bool m_busy = false; // drained() is owed
};

} // namespace guarita::console
