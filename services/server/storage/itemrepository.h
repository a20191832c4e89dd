// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/item.h"
#include "server/storage/storageerror.h"

#include <optional>

namespace guarita::server::storage {

/// Where items are kept. Every call blocks; an object belongs to the one thread that made it.
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
    /// At most `limit` items after the first `offset`, by ascending id, and the number of all.
    virtual Outcome<domain::ItemPage> list(qint64 limit, qint64 offset) = 0;
    /// Replaces the content if the version is `expected` (any version if there is none).
    virtual Outcome<domain::Item> update(qint64 id, const domain::ItemDraft &draft,
                                         std::optional<qint64> expected, domain::Timestamp now) = 0;
    virtual Outcome<core::Done> remove(qint64 id, std::optional<qint64> expected) = 0;
};

} // namespace guarita::server::storage
