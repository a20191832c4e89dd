// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/writequeue.h"

#include <algorithm>

namespace guarita::console {

WriteQueue::WriteQueue(Send send, Ready ready, QObject *parent)
    : QObject(parent)
    , m_send(std::move(send))
    , m_ready(std::move(ready))
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &WriteQueue::pump);
}

void WriteQueue::begin()
{
    if (!m_progress.running())
        m_progress = {};
}

void WriteQueue::add(ItemKey key)
{
    if (!m_known.insert(key).second)
        return;
    ++m_progress.total;
    m_busy = true;
    m_waiting.push_back(key);
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
    m_waiting.erase(std::find(m_waiting.begin(), m_waiting.end(), key));
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
    m_waiting.clear();
    m_known.clear();
    return keys;
}

void WriteQueue::clear()
{
    m_pause.stop();
    takeWaiting();
    m_calls.clear();
    m_tries.clear();
    m_progress = {};
    m_busy = false;
    Q_EMIT progressChanged();
}

void WriteQueue::pump()
{
    if (m_pumping || m_pause.isActive())
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
    m_pumping = false;
    count();
}

void WriteQueue::follow(ItemKey key, Call call)
{
    m_calls[key] = std::move(call);
}

void WriteQueue::end(ItemKey key, bool ok)
{
    m_calls.erase(key);
    m_tries.erase(key);
    ++(ok ? m_progress.done : m_progress.failed);
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
    Q_EMIT progressChanged();
    if (m_busy && m_waiting.empty() && m_calls.empty()) {
        m_busy = false;
        m_tries.clear();
        Q_EMIT drained();
    }
}

} // namespace guarita::console
