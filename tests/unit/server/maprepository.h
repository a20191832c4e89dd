// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stubrepository.h"

#include <map>

namespace guarita::server::storage {

/// Items in a map; fails as the test says.
struct Items
{
    std::map<qint64, domain::Item> items;
    std::map<qint64, domain::Item> removed;
    std::optional<Failure> failing;
    domain::ItemQuery query; // the last one
};

class MapRepository final : public StubRepository
{
public:
    explicit MapRepository(Items &map)
        : m_map(map)
    {
    }

    Outcome<domain::Item> create(const domain::ItemDraft &draft, domain::Timestamp now) override
    {
        if (m_map.failing)
            return StorageError{*m_map.failing, {}};
        const qint64 id = static_cast<qint64>(m_map.items.size()) + 1;
        return m_map.items[id] = {id, draft, 1, now, now};
    }
    Outcome<domain::Item> find(qint64 id) override
    {
        if (m_map.failing || !m_map.items.contains(id))
            return StorageError{m_map.failing.value_or(Failure::NotFound), {}};
        return m_map.items[id];
    }
    Outcome<domain::ItemPage> list(const domain::ItemQuery &query) override
    {
        m_map.query = query;
        domain::ItemPage page;
        if (query.withTotal)
            page.total = static_cast<qint64>(m_map.items.size());
        qint64 offset = query.offset;
        qint64 limit = query.limit;
        for (const auto &[id, item] : m_map.items) {
            if (offset-- <= 0 && limit-- > 0)
                page.items.push_back(item);
        }
        return page;
    }
    Outcome<domain::Item> update(qint64 id, const domain::ItemDraft &draft, std::optional<qint64> expected,
                                 domain::Timestamp now) override
    {
        if (const std::optional<StorageError> refusal = refused(id, expected))
            return *refusal;
        domain::Item &item = m_map.items[id];
        item.content = draft;
        ++item.versao;
        item.atualizadoEm = now;
        return item;
    }
    Outcome<core::Done> remove(qint64 id, std::optional<qint64> expected, domain::Timestamp) override
    {
        if (const std::optional<StorageError> refusal = refused(id, expected))
            return *refusal;
        ++m_map.items[id].versao;
        m_map.removed.insert(m_map.items.extract(id));
        return core::Done{};
    }
    Outcome<domain::Item> restore(qint64 id, domain::Timestamp now) override
    {
        if (m_map.items.contains(id))
            return StorageError{Failure::NotRemoved, {}};
        if (!m_map.removed.contains(id))
            return StorageError{Failure::NotFound, {}};
        m_map.items.insert(m_map.removed.extract(id));
        ++m_map.items[id].versao;
        m_map.items[id].atualizadoEm = now;
        return m_map.items[id];
    }

private:
    std::optional<StorageError> refused(qint64 id, std::optional<qint64> expected) const
    {
        const auto found = m_map.items.find(id);
        if (found == m_map.items.end())
            return StorageError{Failure::NotFound, {}};
        if (expected && *expected != found->second.versao)
            return StorageError{Failure::VersionMismatch, {}};
        return std::nullopt;
    }

    Items &m_map;
};

} // namespace guarita::server::storage
