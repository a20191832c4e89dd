// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "gateway/audit/refusalcounter.h"
#include "gateway/users/directoryfollower.h"
#include "runtime/log.h"

#include <QtCore/QTimer>

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <vector>

namespace prometheus {
class Counter;
class Registry;
} // namespace prometheus

namespace guarita::gateway {

/// Takes what happens and is to be remembered: each record is a line of the log at once, event "audit", and a
/// row of the store soon.
///
/// Rows wait in a bounded queue and are written many at a time. While the store is away they stay there. What
/// the queue has no room for, and what the store refused or may have lost, is in the log only, and counted
/// (guarita_audit_records_lost_total). Event-loop thread only.
class AuditTrail
{
public:
    static constexpr std::chrono::milliseconds writeDelay{100};
    static constexpr std::chrono::milliseconds retryDelay{1'000};
    static constexpr std::size_t mostAtOnce = 500;

    struct Parts
    {
        UserPool &users;
        runtime::Log &log;
        const core::Clock &clock;
        prometheus::Registry &registry;
    };
    /// `queue`: how many records may wait for the store. All parts outlive the trail.
    AuditTrail(const Parts &parts, std::size_t queue);

    StoreTime now() const { return storeTime(m_parts.clock); }

    void record(AuditRecord record);
    /// The same for a refusal that may be one of a flood.
    void refused(AuditRecord record);
    /// Only logs: the store has them already.
    void log(const std::vector<AuditRecord> &records);

    /// Writes what waits; `done` is called when it is written, or cannot be. From then on nothing is
    /// recorded.
    void close(std::function<void()> done);

private:
    void enqueue(AuditRecord record);
    void tick();
    void writeSoon(std::chrono::milliseconds delay);
    void write();
    void written(std::size_t count, const sql::Outcome<core::Done> &outcome);
    void finish();

    Parts m_parts;
    const std::size_t m_most;
    RefusalCounter m_refusals;
    std::deque<AuditRecord> m_queue; // those that are being written are its first
    QTimer m_writeTimer;
    QTimer m_refusalTimer;
    bool m_writing = false;
    std::function<void()> m_closed;
    prometheus::Counter &m_lost;
};

} // namespace guarita::gateway
