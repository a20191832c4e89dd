// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "server/storage/databasepool.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace guarita::server::storage {

/// The versions under which a change is wanted. Without any, every version will do.
struct Precondition
{
    bool conditional = false;
    std::vector<qint64> versions;
};

/// What can be done with items, asynchronously: each call runs on a database worker, and `done` gets its
/// Outcome on the event loop (see DatabasePool::submit). Drafts must have passed domain::violations().
class ItemService
{
public:
    ItemService(DatabasePool &pool, const core::Clock &clock)
        : m_pool(pool)
        , m_clock(clock)
    {
    }

    template <typename Done>
    void create(domain::ItemDraft draft, Done done)
    {
        m_pool.submit([draft = std::move(draft),
                       now = stamp()](ItemRepository &items) { return items.create(draft, now); },
                      std::move(done));
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
    void update(qint64 id, domain::ItemDraft draft, Precondition condition, Done done)
    {
        m_pool.submit(
            [id, draft = std::move(draft), condition = std::move(condition),
             now = stamp()](ItemRepository &items) -> Outcome<domain::Item> {
                const Outcome<Expected> expected = resolve(items, id, condition);
                if (!expected)
                    return expected.error();
                return items.update(id, draft, expected.value(), now);
            },
            std::move(done));
    }

    template <typename Done>
    void remove(qint64 id, Precondition condition, Done done)
    {
        m_pool.submit(
            [id, condition = std::move(condition),
             now = stamp()](ItemRepository &items) -> Outcome<core::Done> {
                const Outcome<Expected> expected = resolve(items, id, condition);
                if (!expected)
                    return expected.error();
                return items.remove(id, expected.value(), now);
            },
            std::move(done));
    }

    template <typename Done>
    void restore(qint64 id, Done done)
    {
        m_pool.submit([id, now = stamp()](ItemRepository &items) { return items.restore(id, now); },
                      std::move(done));
    }

private:
    using Expected = std::optional<qint64>;

    /// The one version that the repository is to expect. With several acceptable ones (or none that can ever
    /// match) the row is looked at first; a change in between is then noticed by the repository.
    static Outcome<Expected> resolve(ItemRepository &items, qint64 id, const Precondition &condition)
    {
        if (!condition.conditional)
            return Expected();
        if (condition.versions.size() == 1)
            return Expected(condition.versions.front());
        const Outcome<domain::Item> current = items.find(id);
        if (!current)
            return current.error();
        const std::vector<qint64> &versions = condition.versions;
        if (std::find(versions.begin(), versions.end(), current.value().versao) == versions.end())
            return StorageError{Failure::VersionMismatch, {}};
        return Expected(current.value().versao);
    }

    domain::Timestamp stamp() const
    {
        return std::chrono::floor<std::chrono::milliseconds>(m_clock.wallNow());
    }

    DatabasePool &m_pool;
    const core::Clock &m_clock;
};

} // namespace guarita::server::storage
