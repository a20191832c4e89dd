// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/item.h"
#include "server/domain/itemquery.h"
#include "server/storage/storageerror.h"

#include <optional>

namespace guarita::server::storage {

/// Where items are kept. Every call blocks; an object belongs to the one thread that made it.
///
/// A removed item is kept for a while, so that it can be restored, and is otherwise as if it were not there.
///
/// A call that returns a value has made it durable. A call that fails has changed nothing, unless it says
/// Failure::UnknownOutcome. Losing the database is survived: the next call connects again.
class ItemRepository
{
public:
    virtual ~ItemRepository() = default;

    /// Connects and brings the schema up to date if that has not happened yet; says whether the database
    /// answers.
    virtual Outcome<core::Done> ping() = 0;

    virtual Outcome<domain::Item> create(const domain::ItemDraft &draft, domain::Timestamp now) = 0;
    virtual Outcome<domain::Item> find(qint64 id) = 0;
    /// The page and the total are of one moment.
    virtual Outcome<domain::ItemPage> list(const domain::ItemQuery &query) = 0;
    /// Replaces the content if the version is `expected` (any version if there is none).
    virtual Outcome<domain::Item> update(qint64 id, const domain::ItemDraft &draft,
                                         std::optional<qint64> expected, domain::Timestamp now) = 0;
    virtual Outcome<core::Done> remove(qint64 id, std::optional<qint64> expected, domain::Timestamp now) = 0;
    /// Takes a removal back: Failure::NotFound if no such item is kept, Failure::NotRemoved if it is there.
    virtual Outcome<domain::Item> restore(qint64 id, domain::Timestamp now) = 0;
    /// Deletes for good at most `most` items that were removed before `before`; says how many it found. Safe
    /// beside others that do the same.
    virtual Outcome<qint64> purge(domain::Timestamp before, qint64 most) = 0;
};

} // namespace guarita::server::storage
