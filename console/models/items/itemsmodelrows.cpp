// SPDX-License-Identifier: GPL-3.0-or-later
// How the rows of ItemsModel come, go and move.
#include "console/models/items/itemsmodel.h"

#include <algorithm>
#include <limits>
#include <map>

namespace guarita::console {

namespace {

/// Rows in rising order as runs without gaps: the first one and how many.
std::vector<std::pair<qint64, qint64>> runsOf(const std::vector<qint64> &rows)
{
    std::vector<std::pair<qint64, qint64>> runs;
    for (const qint64 row : rows) {
        if (!runs.empty() && runs.back().first + runs.back().second == row)
            ++runs.back().second;
        else
            runs.emplace_back(row, 1);
    }
    return runs;
}

/// Which of `keys` are not among the others, as rows. Both fall.
std::vector<qint64> rowsWithout(const std::vector<ItemKey> &others, const std::vector<ItemKey> &keys)
{
    std::vector<qint64> rows;
    auto other = others.begin();
    for (auto key = keys.begin(); key != keys.end(); ++key) {
        while (other != others.end() && *other > *key)
            ++other;
        if (other == others.end() || *other != *key)
            rows.push_back(key - keys.begin());
    }
    return rows;
}

bool sameItems(const PageCache &pages, qint64 firstRow, const std::vector<Item> &items)
{
    for (qint64 place = 0; place < pages.pageSize(); ++place) {
        const Item *old = pages.at(firstRow + place);
        if (!old)
            continue;
        const auto index = static_cast<std::size_t>(place);
        if (index >= items.size() || items[index].id != old->id)
            return false;
    }
    return true;
}

} // namespace

int ItemsModel::toRow(qint64 serverRow) const
{
    return static_cast<int>(
        std::min<qint64>(serverRow + static_cast<qint64>(m_newKeys.size()), std::numeric_limits<int>::max()));
}

void ItemsModel::ask(const ItemQuery &query)
{
    if (query == m_query)
        return;
    m_query = query;
    // The old rows stay to be seen until the first new ones are here. Before the first refresh() there may be
    // nobody logged in yet.
    if (m_state != State::Empty) {
        m_begun = false;
        m_loader.start(m_query);
    }
    Q_EMIT queryChanged();
}

void ItemsModel::take(qint64 page, bool withTotal, const ItemPage &reply)
{
    m_latency = reply.took;
    const auto count = static_cast<qint64>(reply.items.size());
    if (!m_begun) {
        begin(reply);
        return;
    }
    if (withTotal)
        setTotal(reply.total);
    put(page, reply.items);
    if (!withTotal && count != std::clamp<qint64>(m_total - page * pageSize, 0, pageSize))
        m_loader.askWithTotal(page); // somebody else made the list longer or shorter
}

void ItemsModel::begin(const ItemPage &reply)
{
    beginResetModel();
    m_begun = true;
    m_pages.clear();
    m_pages.put(0, reply.items);
    m_total = reply.total; // the first page is always asked for with it
    m_lastVisible -= m_firstVisible;
    m_firstVisible = 0;
    endResetModel();
    m_loader.setTotal(m_total);
    showVisible();
    Q_EMIT totalChanged();
    updateState();
}

void ItemsModel::dropRows()
{
    if (m_total >= 0) {
        beginResetModel();
        m_pages.clear();
        m_total = -1;
        endResetModel();
        Q_EMIT totalChanged();
    }
}

void ItemsModel::put(qint64 page, const std::vector<Item> &items)
{
    const qint64 first = page * pageSize;
    if (first >= m_total)
        return;
    if (!sameItems(m_pages, first, items)) {
        putMoved(page, items);
        return;
    }
    m_pages.put(page, items);
    rowsChanged(toRow(first), std::min(toRow(first + pageSize), rowCount()) - 1);
}

/// Items stand at other rows than before: what refers to rows (a selection, the current one) has to follow
/// the items, or the next Del would hit others than those that were chosen.
void ItemsModel::putMoved(qint64 page, const std::vector<Item> &items)
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<ItemKey> keys;
    for (const QModelIndex &index : before)
        keys.push_back(keyAt(index.row()));
    m_pages.put(page, items);
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const ItemKey key = keys[static_cast<std::size_t>(i)];
        const int row = key.isValid() ? rowOf(key) : before[i].row();
        after.append(row < 0 ? QModelIndex() : index(row, before[i].column()));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void ItemsModel::setTotal(qint64 total)
{
    const qint64 old = m_total;
    if (total == old)
        return;
    if (total > old) {
        beginInsertRows({}, toRow(old), toRow(total) - 1);
        m_total = total;
        endInsertRows();
    } else {
        beginRemoveRows({}, toRow(total), toRow(old) - 1);
        m_pages.truncate(total);
        m_total = total;
        endRemoveRows();
    }
    lengthChanged();
}

void ItemsModel::lengthChanged()
{
    if (m_begun) // else these are rows of the query before, and the loader is at the next one
        m_loader.setTotal(m_total);
    Q_EMIT totalChanged();
}

std::vector<qint64> ItemsModel::takeOut(const std::vector<qint64> &ids)
{
    std::vector<qint64> places;
    std::vector<qint64> rows;
    for (const qint64 id : ids) {
        const std::optional<qint64> row = m_pages.rowOf(id);
        places.push_back(row && *row < m_total ? *row : -1);
        if (places.back() >= 0)
            rows.push_back(*row);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    if (!rows.empty())
        removeServerRows(rows);
    return places;
}

void ItemsModel::removeServerRows(const std::vector<qint64> &rows)
{
    const auto runs = runsOf(rows);
    if (runs.size() > mostRuns) {
        beginResetModel();
        m_pages.removeRows(rows);
        m_total -= static_cast<qint64>(rows.size());
        endResetModel();
    } else {
        // NOLINTNEXTLINE(modernize-loop-convert): clang 14 cannot read std::views of this standard library.
        for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
            const auto [first, count] = *run;
            std::vector<qint64> gone;
            for (qint64 row = first; row < first + count; ++row)
                gone.push_back(row);
            beginRemoveRows({}, toRow(first), toRow(first + count) - 1);
            m_pages.removeRows(gone);
            m_total -= count;
            endRemoveRows();
        }
    }
    lengthChanged();
    m_loader.rowsMoved();
}

void ItemsModel::putBack(std::vector<Placed> items)
{
    std::map<qint64, Item> places;
    for (Placed &placed : items) {
        if (placed.serverRow >= 0)
            places.insert_or_assign(placed.serverRow, std::move(placed.item));
    }
    if (places.empty() || m_total < 0)
        return;
    std::vector<qint64> rows;
    qint64 length = m_total;
    for (const auto &[place, item] : places) {
        // Not all that were taken out with it need be back.
        const qint64 row = std::min(place, length++);
        rows.push_back(rows.empty() ? row : std::max(row, rows.back() + 1));
    }
    const auto runs = runsOf(rows);
    const bool whole = runs.size() > mostRuns;
    if (whole)
        beginResetModel();
    auto next = places.begin();
    for (const auto &[first, count] : runs) {
        std::vector<std::pair<qint64, Item>> back;
        for (qint64 i = 0; i < count; ++i, ++next)
            back.emplace_back(first + i, std::move(next->second));
        if (!whole)
            beginInsertRows({}, toRow(first), toRow(first + count) - 1);
        m_pages.insertRows(std::move(back));
        m_total += count;
        if (!whole)
            endInsertRows();
    }
    if (whole)
        endResetModel();
    lengthChanged();
    m_loader.rowsMoved();
}

void ItemsModel::showVisible()
{
    m_loader.setVisible(std::max<qint64>(toServerRow(m_firstVisible), 0),
                        std::max<qint64>(toServerRow(m_lastVisible), -1));
}

/// While many drafts are saved this runs for each answer: one key is found, many are compared in one pass.
void ItemsModel::syncNewKeys()
{
    const auto remove = [this](qint64 first, qint64 count) {
        beginRemoveRows({}, static_cast<int>(first), static_cast<int>(first + count) - 1);
        m_newKeys.erase(m_newKeys.begin() + first, m_newKeys.begin() + first + count);
        endRemoveRows();
    };
    if (const ItemKey moved = m_drafts.movedNewKey(); moved.isValid()) {
        const auto place = std::lower_bound(m_newKeys.begin(), m_newKeys.end(), moved, std::greater<>());
        const auto row = place - m_newKeys.begin();
        const bool isRow = place != m_newKeys.end() && *place == moved;
        const bool wanted = m_drafts.find(moved) != nullptr;
        if (isRow && !wanted) {
            remove(row, 1);
        } else if (wanted && !isRow) {
            beginInsertRows({}, static_cast<int>(row), static_cast<int>(row));
            m_newKeys.insert(place, moved);
            endInsertRows();
        }
        showVisible();
        return;
    }
    std::vector<ItemKey> wanted = m_drafts.newKeys();
    const auto gone = runsOf(rowsWithout(wanted, m_newKeys));
    const auto come = runsOf(rowsWithout(m_newKeys, wanted));
    if (gone.size() + come.size() > mostRuns) {
        beginResetModel();
        m_newKeys = std::move(wanted);
        endResetModel();
    } else {
        // NOLINTNEXTLINE(modernize-loop-convert): clang 14 cannot read std::views of this standard library.
        for (auto run = gone.rbegin(); run != gone.rend(); ++run)
            remove(run->first, run->second);
        for (const auto &[first, count] : come) {
            beginInsertRows({}, static_cast<int>(first), static_cast<int>(first + count) - 1);
            m_newKeys.insert(m_newKeys.begin() + first, wanted.begin() + first,
                             wanted.begin() + first + count);
            endInsertRows();
        }
    }
    showVisible();
}

} // namespace guarita::console
