// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/writequeue.h"

#include <algorithm>

namespace guarita::console {

WriteQueue::WriteQueue(Send send, SendTogether sendTogether, Ready ready, QObject *parent)
    : QObject(parent)
    , m_send(std::move(send))
    , m_sendTogether(std::move(sendTogether))
    , m_ready(std::move(ready))
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &WriteQueue::pump);
}

WriteQueue::Quiet::Quiet(WriteQueue &queue)
    : m_queue(queue)
{
    ++m_queue.m_quiet;
}

WriteQueue::Quiet::~Quiet()
{
    if (--m_queue.m_quiet > 0)
        return;
    Q_EMIT m_queue.ended({}); // more than one
    m_queue.pump();
}

void WriteQueue::begin()
{
    if (!m_progress.running())
        m_progress = {};
}

void WriteQueue::add(ItemKey key)
{
    addTo(m_waiting, key);
}

void WriteQueue::addTogether(ItemKey key)
{
    addTo(m_waitingTogether, key);
}

void WriteQueue::addTo(std::deque<ItemKey> &lane, ItemKey key)
{
    if (!m_known.insert(key).second)
        return;
    ++m_progress.total;
    m_busy = true;
    lane.push_back(key);
}

void WriteQueue::addFailed()
{
    ++m_progress.total;
    ++m_progress.failed;
    Q_EMIT progressChanged();
}

bool WriteQueue::drop(ItemKey key)
{
    if (m_known.erase(key) == 0)
        return false;
    for (std::deque<ItemKey> *waiting : {&m_waiting, &m_waitingTogether}) {
        if (const auto found = std::find(waiting->begin(), waiting->end(), key); found != waiting->end())
            waiting->erase(found);
    }
    --m_progress.total;
    count();
    return true;
}

std::vector<ItemKey> WriteQueue::dropWaiting()
{
    std::vector<ItemKey> keys = takeWaiting();
    m_progress.total -= static_cast<qsizetype>(keys.size());
    count();
    return keys;
}

std::vector<ItemKey> WriteQueue::failWaiting()
{
    std::vector<ItemKey> keys = takeWaiting();
    m_progress.failed += static_cast<qsizetype>(keys.size());
    return keys;
}

std::vector<ItemKey> WriteQueue::takeWaiting()
{
    std::vector<ItemKey> keys(m_waiting.begin(), m_waiting.end());
    keys.insert(keys.end(), m_waitingTogether.begin(), m_waitingTogether.end());
    m_waiting.clear();
    m_waitingTogether.clear();
    m_known.clear();
    return keys;
}

void WriteQueue::clear()
{
    m_pause.stop();
    takeWaiting();
    m_calls.clear();
    m_callTogether.reset();
    m_together.clear();
    m_tries.clear();
    m_triesTogether = 0;
    m_progress = {};
    m_busy = false;
    Q_EMIT progressChanged();
}

void WriteQueue::pump()
{
    if (m_pumping || m_quiet > 0 || m_pause.isActive())
        return;
    m_pumping = true;
    for (auto next = m_waiting.begin();
         next != m_waiting.end() && m_calls.size() < static_cast<std::size_t>(parallel);) {
        const ItemKey key = *next;
        if (m_calls.contains(key) || !m_ready(key)) {
            ++next;
            continue;
        }
        next = m_waiting.erase(next);
        m_known.erase(key);
        if (std::optional<Call> call = m_send(key))
            m_calls[key] = std::move(*call);
        else
            --m_progress.total;
    }
    if (m_calls.empty() && m_together.empty() && !m_waitingTogether.empty())
        startTogether();
    m_pumping = false;
    count();
}

void WriteQueue::startTogether()
{
    std::vector<ItemKey> ready;
    std::copy_if(m_waitingTogether.begin(), m_waitingTogether.end(), std::back_inserter(ready), m_ready);
    if (ready.empty())
        return;
    Together started = m_sendTogether(ready);
    std::set<ItemKey> gone(started.dropped.begin(), started.dropped.end());
    m_progress.total -= static_cast<qsizetype>(gone.size());
    if (started.call) {
        m_callTogether = std::move(*started.call);
        m_together.insert(started.sent.begin(), started.sent.end());
        gone.insert(started.sent.begin(), started.sent.end());
    }
    std::erase_if(m_waitingTogether, [&gone](ItemKey key) { return gone.contains(key); });
    for (const ItemKey key : gone)
        m_known.erase(key);
}

void WriteQueue::again(ItemKey key)
{
    m_together.erase(key);
    if (m_known.insert(key).second)
        m_waiting.push_back(key);
}

bool WriteQueue::retryTogether(std::vector<ItemKey> keys, std::chrono::seconds after)
{
    if (++m_triesTogether >= mostTries)
        return false;
    m_callTogether.reset();
    for (const ItemKey key : keys)
        m_together.erase(key);
    std::erase_if(keys, [this](ItemKey key) { return !m_known.insert(key).second; });
    m_waitingTogether.insert(m_waitingTogether.begin(), keys.begin(), keys.end());
    m_pause.start(
        std::clamp<std::chrono::milliseconds>(after, std::chrono::milliseconds(0), std::chrono::minutes(1)));
    return true;
}

std::vector<ItemKey> WriteQueue::takeTogether()
{
    m_callTogether.reset();
    std::vector<ItemKey> keys(m_together.begin(), m_together.end());
    m_together.clear();
    for (const ItemKey key : std::exchange(m_waitingTogether, {})) {
        m_known.erase(key);
        keys.push_back(key);
    }
    m_progress.total -= static_cast<qsizetype>(keys.size());
    return keys;
}

void WriteQueue::follow(ItemKey key, Call call)
{
    m_calls[key] = std::move(call);
}

void WriteQueue::end(ItemKey key, bool ok)
{
    m_calls.erase(key);
    m_together.erase(key);
    m_tries.erase(key);
    ++(ok ? m_progress.done : m_progress.failed);
    if (m_quiet > 0)
        return;
    Q_EMIT ended(key);
    pump();
}

bool WriteQueue::retry(ItemKey key, std::chrono::seconds after)
{
    if (++m_tries[key] >= mostTries)
        return false;
    m_calls.erase(key);
    m_waiting.push_front(key);
    m_known.insert(key);
    m_pause.start(
        std::clamp<std::chrono::milliseconds>(after, std::chrono::seconds(1), std::chrono::minutes(1)));
    return true;
}

void WriteQueue::count()
{
    if (m_quiet > 0)
        return;
    m_progress.together = !m_together.empty();
    Q_EMIT progressChanged();
    if (m_busy && m_waiting.empty() && m_calls.empty() && !hasTogether()) {
        m_busy = false;
        m_tries.clear();
        m_triesTogether = 0;
        Q_EMIT drained();
    }
}

} // namespace guarita::console
