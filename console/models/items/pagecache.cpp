// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/pagecache.h"

#include <algorithm>

namespace guarita::console {

PageCache::PageCache(qint64 pageSize, int maxPages)
    : m_pageSize(pageSize)
    , m_maxPages(maxPages)
{
}

const Item *PageCache::at(qint64 row) const
{
    const auto page = m_pages.find(pageOf(row));
    if (row < 0 || page == m_pages.end())
        return nullptr;
    const auto place = static_cast<std::size_t>(row % m_pageSize);
    const std::vector<Item> &items = page->second.items;
    return place < items.size() && items[place].id != 0 ? &items[place] : nullptr;
}

std::optional<qint64> PageCache::rowOf(qint64 id) const
{
    const auto found = m_rows.find(id);
    return found == m_rows.end() ? std::nullopt : std::optional(found->second);
}

bool PageCache::isFresh(qint64 page) const
{
    const auto found = m_pages.find(page);
    return found != m_pages.end() && !found->second.stale;
}

void PageCache::touch(qint64 page)
{
    if (const auto found = m_pages.find(page); found != m_pages.end())
        m_uses.splice(m_uses.begin(), m_uses, found->second.use);
}

std::vector<qint64> PageCache::put(qint64 page, std::vector<Item> items)
{
    forget(page);
    if (const auto found = m_pages.find(page); found != m_pages.end()) {
        found->second.items = std::move(items);
        found->second.stale = false;
        touch(page);
    } else {
        m_uses.push_front(page);
        m_pages[page] = Page{std::move(items), m_uses.begin()};
    }
    index(page);
    return trim();
}

bool PageCache::replace(const Item &item)
{
    const std::optional<qint64> row = rowOf(item.id);
    if (!row)
        return false;
    m_pages[pageOf(*row)].items[static_cast<std::size_t>(*row % m_pageSize)] = item;
    return true;
}

void PageCache::markStale()
{
    for (auto &[number, page] : m_pages)
        page.stale = true;
}

void PageCache::removeRows(const std::vector<qint64> &rows)
{
    move([&rows](qint64 row) {
        const auto next = std::lower_bound(rows.begin(), rows.end(), row);
        if (next != rows.end() && *next == row)
            return qint64(-1);
        return row - (next - rows.begin());
    });
}

void PageCache::insertRows(std::vector<std::pair<qint64, Item>> items)
{
    std::vector<qint64> before; // the old row that each is put in front of
    before.reserve(items.size());
    for (const auto &[row, item] : items)
        before.push_back(row - static_cast<qint64>(before.size()));
    move([&before](qint64 row) {
        return row + (std::upper_bound(before.begin(), before.end(), row) - before.begin());
    });
    for (auto &[row, item] : items) {
        const auto page = m_pages.find(pageOf(row));
        if (page == m_pages.end())
            continue;
        const auto place = static_cast<std::size_t>(row % m_pageSize);
        if (page->second.items.size() <= place)
            page->second.items.resize(place + 1);
        m_rows[item.id] = row;
        page->second.items[place] = std::move(item);
    }
}

void PageCache::truncate(qint64 rows)
{
    move([rows](qint64 row) { return row < rows ? row : -1; });
}

void PageCache::clear()
{
    m_pages.clear();
    m_rows.clear();
    m_uses.clear();
}

void PageCache::index(qint64 page)
{
    qint64 row = page * m_pageSize;
    for (const Item &item : m_pages[page].items) {
        if (item.id != 0)
            m_rows[item.id] = row;
        ++row;
    }
}

void PageCache::forget(qint64 page)
{
    const auto found = m_pages.find(page);
    if (found == m_pages.end())
        return;
    for (const Item &item : found->second.items) {
        // An item that moved may have been indexed on another page since.
        const auto row = m_rows.find(item.id);
        if (row != m_rows.end() && pageOf(row->second) == page)
            m_rows.erase(row);
    }
}

std::vector<qint64> PageCache::trim()
{
    std::vector<qint64> dropped;
    while (m_uses.size() > static_cast<std::size_t>(m_maxPages)) {
        const qint64 last = m_uses.back();
        forget(last);
        m_pages.erase(last);
        m_uses.pop_back();
        dropped.push_back(last);
    }
    return dropped;
}

void PageCache::move(const std::function<qint64(qint64)> &newRow)
{
    std::unordered_map<qint64, Page> moved;
    for (auto &[number, page] : m_pages) {
        qint64 row = number * m_pageSize;
        for (Item &item : page.items) {
            const qint64 to = item.id == 0 ? -1 : newRow(row);
            // A page that comes to be by this is worth keeping only if what it continues is held.
            if (to >= 0 && (m_pages.contains(pageOf(to)))) {
                Page &target = moved[pageOf(to)];
                const auto place = static_cast<std::size_t>(to % m_pageSize);
                if (target.items.size() <= place)
                    target.items.resize(place + 1);
                target.items[place] = std::move(item);
                target.stale |= to != row;
            }
            ++row;
        }
    }
    m_rows.clear();
    for (auto use = m_uses.begin(); use != m_uses.end();) {
        const auto page = moved.find(*use);
        if (page == moved.end()) {
            use = m_uses.erase(use);
            continue;
        }
        // Whole pages stay fresh; one that lost rows to its neighbour or to nobody is to be asked for anew.
        page->second.stale |= m_pages[*use].stale || page->second.items.size() != m_pages[*use].items.size();
        page->second.use = use++;
    }
    m_pages = std::move(moved);
    for (const auto &[number, page] : m_pages)
        index(number);
}

} // namespace guarita::console
