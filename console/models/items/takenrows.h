// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

#include <vector>

namespace guarita::console {

/// Where rows stood that were taken out of a list, while some of them may come back: each is kept as the row
/// that it had if none had been taken out, since that stays the same whatever goes or comes. Pure.
class TakenRows
{
public:
    /// `rows` of the list as it is now, rows that are negative left alone. Returns what to give to putBack().
    std::vector<qint64> takeOut(std::vector<qint64> rows);
    /// The rows that these have in the list when they are back and the others are not.
    std::vector<qint64> putBack(std::vector<qint64> rows);
    void clear() { m_rows.clear(); }

private:
    std::vector<qint64> m_rows; // in rising order
};

} // namespace guarita::console
