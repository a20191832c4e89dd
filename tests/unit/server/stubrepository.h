// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/itemrepository.h"

namespace guarita::server::storage {

/// Answers, but fails whatever is wanted of it. Fakes override what their test is about.
class StubRepository : public ItemRepository
{
public:
    Outcome<core::Done> ping() override { return core::Done{}; }
    Outcome<domain::Item> find(qint64) override { return failure(); }
    Outcome<domain::ItemPage> list(const domain::ItemQuery &) override { return failure(); }
    Outcome<std::vector<domain::RecordedChange>> history(qint64, std::optional<qint64>, qint64) override
    {
        return failure();
    }
    Outcome<ChangeReport> change(const domain::ChangeOrder &) override { return failure(); }
    Outcome<qint64> purge(domain::Timestamp, qint64) override { return failure(); }
    Outcome<qint64> forgetKeys(domain::Timestamp, qint64) override { return failure(); }
    Outcome<ChangeMark> latestChange() override { return failure(); }
    Outcome<ChangesRead> changesSince(const ChangeMark &, qint64) override { return failure(); }

protected:
    virtual StorageError failure() { return {Failure::Internal, QStringLiteral("a stub")}; }
};

} // namespace guarita::server::storage
