// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/itemfields.h"

#include <functional>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace guarita::console {

/// Pages of a long list, the least recently used dropped past a limit. A page may have holes after rows were
/// removed or inserted; such a page, and one that was marked stale, can be shown but should be asked for
/// anew. Pure.
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
    bool isFresh(qint64 page) const;
    void touch(qint64 page);
    /// Returns the pages that were dropped for it.
    std::vector<qint64> put(qint64 page, std::vector<Item> items);
    bool replace(const Item &item);

    void markStale();
    /// The rows behind move up, over the pages' bounds. `rows` are in rising order.
    void removeRows(const std::vector<qint64> &rows);
    /// What stands behind moves down. In rising order of the rows that the items have afterwards.
    void insertRows(std::vector<std::pair<qint64, Item>> items);
    /// Nothing stands at or behind this row any more.
    void truncate(qint64 rows);
    void clear();

private:
    struct Page
    {
        std::vector<Item> items; // an id of 0 is a hole
        std::list<qint64>::iterator use;
        bool stale = false;
    };

    void index(qint64 page);
    void forget(qint64 page);
    std::vector<qint64> trim();
    /// Where each row stands now; a negative one is dropped.
    void move(const std::function<qint64(qint64)> &newRow);

    qint64 m_pageSize;
    int m_maxPages;
    std::unordered_map<qint64, Page> m_pages;
    std::unordered_map<qint64, qint64> m_rows; // by id; the last one put, if an id stands twice
    std::list<qint64> m_uses;                  // the most recent first
};

} // namespace guarita::console
