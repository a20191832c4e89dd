// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/takenrows.h"

#include <algorithm>

namespace guarita::console {

std::vector<qint64> TakenRows::takeOut(std::vector<qint64> rows)
{
    const std::vector<qint64> before = m_rows;
    for (qint64 &row : rows) {
        if (row < 0)
            continue;
        for (const qint64 taken : before)
            row += taken <= row ? 1 : 0;
        m_rows.push_back(row);
    }
    std::sort(m_rows.begin(), m_rows.end());
    return rows;
}

std::vector<qint64> TakenRows::putBack(std::vector<qint64> rows)
{
    std::vector<qint64> back = rows;
    std::sort(back.begin(), back.end());
    std::erase_if(m_rows, [&back](qint64 row) { return std::binary_search(back.begin(), back.end(), row); });
    for (qint64 &row : rows) {
        if (row >= 0)
            row -= std::lower_bound(m_rows.begin(), m_rows.end(), row) - m_rows.begin();
    }
    return rows;
}

} // namespace guarita::console
