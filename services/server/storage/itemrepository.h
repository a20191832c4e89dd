// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/item.h"
#include "server/domain/itemchange.h"
#include "server/domain/itemquery.h"
#include "server/storage/changelog.h"
#include "server/storage/outcome.h"
#include "sql/repository.h"

#include <optional>
#include <vector>

namespace guarita::server::storage {

/// What became of one change: the item as it is from then on (of a removal, as it was last), or a refusal.
using ChangeResult = core::Result<domain::Item, Failure>;

struct ChangeReport
{
    std::vector<ChangeResult> results; // one per change, in order
    bool made = true;                  // false: one was refused and the order is atomic, so none was made
    bool replayed = false;             // the order's key was known: this is what was answered then
};

/// Where items are kept. A removed item is kept for a while, so that it can be restored, and is otherwise as
/// if it were not there.
class ItemRepository : public sql::Repository
{
public:
    virtual Outcome<domain::Item> find(qint64 id) = 0;
    /// The page and the total are of one moment.
    virtual Outcome<domain::ItemPage> list(const domain::ItemQuery &query) = 0;
    /// What happened to an item, the latest first: at most `most` changes, of versions before `before`. Also
    /// of one that is removed, as long as it is kept. Empty where nothing is known.
    virtual Outcome<std::vector<domain::RecordedChange>> history(qint64 id, std::optional<qint64> before,
                                                                 qint64 most) = 0;

    /// Makes the changes, records them, and, under a key, the results as well, all in one transaction. A
    /// change is refused with NotFound, VersionMismatch or NotRemoved; the call fails with KeyReused or
    /// KeyBusy, or for want of a database.
    virtual Outcome<ChangeReport> change(const domain::ChangeOrder &order) = 0;

    /// Deletes for good, with their history, at most `most` items that were removed before `before`; says how
    /// many it found. Safe beside others that do the same.
    virtual Outcome<qint64> purge(domain::Timestamp before, qint64 most) = 0;
    /// The same for the keys of requests that were made before `before`.
    virtual Outcome<qint64> forgetKeys(domain::Timestamp before, qint64 most) = 0;

    /// Where the record of changes ends now.
    virtual Outcome<ChangeMark> latestChange() = 0;
    /// The changes behind a mark, in the order in which they became visible, at most `most`.
    virtual Outcome<ChangesRead> changesSince(const ChangeMark &mark, qint64 most) = 0;

    // One change alone.
    Outcome<domain::Item> create(const domain::ItemDraft &draft, domain::Timestamp now);
    Outcome<domain::Item> update(qint64 id, const domain::ItemDraft &draft, std::optional<qint64> expected,
                                 domain::Timestamp now);
    Outcome<core::Done> remove(qint64 id, std::optional<qint64> expected, domain::Timestamp now);
    Outcome<domain::Item> restore(qint64 id, domain::Timestamp now);
};

} // namespace guarita::server::storage
