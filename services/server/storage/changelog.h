// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/itemchange.h"

#include <QtCore/QByteArray>

#include <optional>
#include <utility>
#include <vector>

namespace guarita::server::storage {

/// A place in the record of all changes. Changes are ordered by their transaction, then by their number, so
/// that a mark that was passed never has anything new before it, although transactions end in any order.
struct ChangeMark
{
    /// Of which record it is: another one after a failover or a restore, of whose past nothing is known.
    QByteArray era;
    quint64 transaction = 0; // 0 where transactions run one after another
    qint64 number = 0;

    friend bool operator==(const ChangeMark &, const ChangeMark &) = default;
    /// Of marks of one era.
    friend bool operator<(const ChangeMark &left, const ChangeMark &right)
    {
        return std::pair(left.transaction, left.number) < std::pair(right.transaction, right.number);
    }
    friend bool operator>(const ChangeMark &left, const ChangeMark &right) { return right < left; }

    /// "era.transaction.number"; an era has no dot.
    QByteArray text() const;
    static std::optional<ChangeMark> fromText(QByteArrayView text);
};

struct MarkedChange
{
    ChangeMark mark;
    domain::RecordedChange change;
};

struct ChangesRead
{
    std::vector<MarkedChange> changes;
    /// The mark is not of this record: the database was replaced by an older one, say.
    bool unknownMark = false;
    /// Others are there already, behind a transaction that has not ended: look again soon.
    bool unsettled = false;
};

} // namespace guarita::server::storage
