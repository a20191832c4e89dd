// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "server/storage/itempool.h"

#include <QtCore/QTimer>

#include <array>
#include <chrono>

namespace guarita::server::storage {

struct RetentionLimits
{
    std::chrono::milliseconds kept = std::chrono::hours(24 * 30); // after its removal an item can be restored
    std::chrono::milliseconds keysKept = std::chrono::hours(24);  // a request can be told to be a repetition
    std::chrono::milliseconds interval = std::chrono::minutes(10); // between two looks for older ones
    qint64 batch = 500; // rows deleted in one transaction: nobody waits for it
};

/// Deletes for good what was removed long enough ago, and forgets the keys of old requests: a batch after the
/// other until none is left, at the start and then again and again. Several servers may do so on one
/// database; a failure just means later. Belongs to the event-loop thread; destroyed before its pool, without
/// an event loop in between.
class Retention
{
public:
    Retention(ItemPool &pool, const core::Clock &clock, const RetentionLimits &limits);

private:
    using Deletion = Outcome<qint64> (ItemRepository::*)(domain::Timestamp before, qint64 most);

    /// One kind of rows that grow old.
    struct Kind
    {
        const char *name;
        Deletion deletion;
        std::chrono::milliseconds kept;
        bool deleting = false;
    };

    void purge(Kind &kind);

    ItemPool &m_pool;
    const core::Clock &m_clock;
    const RetentionLimits m_limits;
    QTimer m_timer;
    std::array<Kind, 2> m_kinds;
};

} // namespace guarita::server::storage
