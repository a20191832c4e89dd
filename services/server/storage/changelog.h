// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/itemchange.h"

#include <QtCore/QByteArray>

#include <optional>
#include <vector>

namespace guarita::server::storage {

/// A place in the record of all changes. Changes are ordered by their transaction, then by their number, so
/// that a mark that was passed never has anything new before it, although transactions end in any order.
struct ChangeMark
{
    quint64 transaction = 0; // 0 where transactions run one after another
    qint64 number = 0;

    friend bool operator==(const ChangeMark &, const ChangeMark &) = default;
    friend auto operator<=>(const ChangeMark &, const ChangeMark &) = default;

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
