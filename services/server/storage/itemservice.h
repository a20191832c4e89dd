// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "server/storage/itempool.h"

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace guarita::server::storage {

/// What can be done with items, asynchronously: each call runs on a database worker, and `done` gets its
/// Outcome on the event loop (see DatabasePool::submit). Drafts must have passed domain::violations().
class ItemService
{
public:
    ItemService(ItemPool &pool, const core::Clock &clock)
        : m_pool(pool)
        , m_clock(clock)
    {
    }

    template <typename Done>
    void find(qint64 id, Done done)
    {
        m_pool.submit([id](ItemRepository &items) { return items.find(id); }, std::move(done));
    }

    template <typename Done>
    void list(domain::ItemQuery query, Done done)
    {
        m_pool.submit([query = std::move(query)](ItemRepository &items) { return items.list(query); },
                      std::move(done));
    }

    template <typename Done>
    void history(qint64 id, std::optional<qint64> before, qint64 most, Done done)
    {
        m_pool.submit([=](ItemRepository &items) { return items.history(id, before, most); },
                      std::move(done));
    }

    /// The order's time is now.
    template <typename Done>
    void change(domain::ChangeOrder order, Done done)
    {
        order.now = stamp();
        m_pool.submit([order = std::move(order)](ItemRepository &items) { return items.change(order); },
                      [this, done = std::move(done)](Outcome<ChangeReport> report,
                                                     const sql::JobTiming &timing) mutable {
                          if (report && report.value().made && !report.value().replayed)
                              changed();
                          sql::handOver(done, std::move(report), timing);
                      });
    }

    /// For who follows changes: told on the event loop after each that was made here.
    void onChanged(std::function<void()> callback) { m_changed = std::move(callback); }
    /// What run() did has changed items.
    void changed() const
    {
        if (m_changed)
            m_changed();
    }

    /// `work` gets the repository and the time, for what is too much for the event loop.
    template <typename Work, typename Done>
    void run(Work work, Done done)
    {
        m_pool.submit([work = std::move(work),
                       now = stamp()](ItemRepository &items) mutable { return work(items, now); },
                      std::move(done));
    }

private:
    domain::Timestamp stamp() const
    {
        return std::chrono::floor<std::chrono::milliseconds>(m_clock.wallNow());
    }

    ItemPool &m_pool;
    const core::Clock &m_clock;
    std::function<void()> m_changed;
};

} // namespace guarita::server::storage
