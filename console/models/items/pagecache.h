// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/itemfields.h"

#include <list>
#include <optional>
#include <unordered_map>
#include <vector>

namespace guarita::console {

/// Pages of a long list, the least recently used dropped past a limit. Pure.
class PageCache
{
public:
    PageCache(qint64 pageSize, int maxPages);

    qint64 pageSize() const { return m_pageSize; }
    qint64 pageOf(qint64 row) const { return row / m_pageSize; }
    /// Does not count as a use, so that painting is cheap; touch() does.
    const Item *at(qint64 row) const;
    std::optional<qint64> rowOf(qint64 id) const;
    bool has(qint64 page) const { return m_pages.contains(page); }
    void touch(qint64 page);
    /// Returns the pages that were dropped for it.
    std::vector<qint64> put(qint64 page, std::vector<Item> items);
    bool replace(const Item &item);
    void clear();

private:
    struct Page
    {
        std::vector<Item> items;
        std::list<qint64>::iterator use;
    };

    qint64 m_pageSize;
    int m_maxPages;
    std::unordered_map<qint64, Page> m_pages;
    std::list<qint64> m_uses; // the most recent first
};

} // namespace guarita::console
