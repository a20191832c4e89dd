// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stubrepository.h"

#include <algorithm>
#include <map>

namespace guarita::server::storage {

/// Items in a map; fails as the test says.
struct Items
{
    std::map<qint64, domain::Item> items;
    std::map<qint64, domain::Item> removed;
    std::vector<domain::RecordedChange> history;
    std::optional<Failure> failing;
    bool replaying = false;
    domain::ItemQuery query;                      // the last one
    std::optional<domain::ChangeOrder> lastOrder; // likewise
};

class MapRepository final : public StubRepository
{
public:
    explicit MapRepository(Items &map)
        : m_map(map)
    {
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
        qint64 offset = query.offset.value_or(0);
        qint64 limit = query.limit;
        for (const auto &[id, item] : m_map.items) {
            if (offset-- > 0)
                continue;
            if (limit-- > 0)
                page.items.push_back(item);
            else
                page.more = true;
        }
        return page;
    }
    Outcome<std::vector<domain::RecordedChange>> history(qint64 id, std::optional<qint64> before,
                                                         qint64 most) override
    {
        std::vector<domain::RecordedChange> found;
        for (const domain::RecordedChange &change : m_map.history) {
            const bool wanted = change.item.id == id && (!before || change.item.versao < *before);
            if (wanted && static_cast<qint64>(found.size()) < most)
                found.push_back(change);
        }
        return found;
    }
    Outcome<ChangeReport> change(const domain::ChangeOrder &order) override
    {
        if (m_map.failing)
            return StorageError{*m_map.failing, {}};
        m_map.lastOrder = order;
        const auto before = std::pair(m_map.items, m_map.removed);
        ChangeReport report;
        report.replayed = m_map.replaying;
        for (const domain::ItemChange &change : order.changes)
            report.results.push_back(
                std::visit([&](const auto &one) { return make(one, order.now); }, change));
        report.made = !order.atomic || std::all_of(report.results.begin(), report.results.end(),
                                                   [](const ChangeResult &result) { return result.ok(); });
        if (!report.made)
            std::tie(m_map.items, m_map.removed) = before;
        return report;
    }

private:
    ChangeResult make(const domain::CreateItem &change, domain::Timestamp now)
    {
        const qint64 id = static_cast<qint64>(m_map.items.size()) + 1;
        return m_map.items[id] = {id, change.draft, 1, now, now};
    }
    ChangeResult make(const domain::ReplaceItem &change, domain::Timestamp now)
    {
        return update(change.id, change.condition, now,
                      [&](domain::Item &item) { item.content = change.draft; });
    }
    ChangeResult make(const domain::PatchItem &change, domain::Timestamp now)
    {
        return update(change.id, change.condition, now,
                      [&](domain::Item &item) { item.content = change.patch.appliedTo(item.content); });
    }
    ChangeResult make(const domain::RemoveItem &change, domain::Timestamp now)
    {
        ChangeResult removed = update(change.id, change.condition, now, [](domain::Item &) {});
        if (removed)
            m_map.removed.insert(m_map.items.extract(change.id));
        return removed;
    }
    ChangeResult make(const domain::RestoreItem &change, domain::Timestamp now)
    {
        if (m_map.items.contains(change.id))
            return Failure::NotRemoved;
        if (!m_map.removed.contains(change.id))
            return Failure::NotFound;
        m_map.items.insert(m_map.removed.extract(change.id));
        return update(change.id, {}, now, [](domain::Item &) {});
    }

    template <typename Change>
    ChangeResult update(qint64 id, const domain::Precondition &condition, domain::Timestamp now,
                        Change change)
    {
        const auto found = m_map.items.find(id);
        if (found == m_map.items.end())
            return Failure::NotFound;
        domain::Item &item = found->second;
        const std::vector<qint64> &versions = condition.versions;
        if (condition.conditional &&
            std::find(versions.begin(), versions.end(), item.versao) == versions.end())
            return Failure::VersionMismatch;
        change(item);
        ++item.versao;
        item.atualizadoEm = now;
        return item;
    }

    Items &m_map;
};

} // namespace guarita::server::storage
