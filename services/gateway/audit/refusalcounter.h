// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "gateway/users/auditrecord.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>

#include <chrono>
#include <cstddef>
#include <list>
#include <optional>
#include <vector>

namespace guarita::gateway {

/// Makes a few records of a flood of refusals: of each action, reason and IPv4 address or IPv6 /64 network
/// the first within a minute is a record, and the further ones are counted and become one record when the
/// minute is over.
///
/// Bounded: when it knows `most` of these, those of further addresses are counted together, without an
/// address. Event-loop thread only.
class RefusalCounter
{
public:
    static constexpr std::chrono::minutes window{1};
    static constexpr std::size_t rememberedKinds = 4096;

    /// The clock outlives the counter.
    explicit RefusalCounter(const core::Clock &clock, std::size_t most = rememberedKinds);

    /// The record, if it is the first of its kind; it was counted if not.
    std::optional<AuditRecord> take(AuditRecord record);
    /// What was counted in minutes that are over.
    std::vector<AuditRecord> takeDue();
    /// What was counted so far.
    std::vector<AuditRecord> takeAll();
    bool isEmpty() const { return m_byAge.empty(); }

private:
    struct Kind
    {
        QByteArray key;
        core::Instant since;
        AuditRecord further; // `times` 0: there were none
    };

    void takeOldest(std::vector<AuditRecord> &counted);

    const core::Clock &m_clock;
    const std::size_t m_most;
    std::list<Kind> m_byAge; // oldest first
    QHash<QByteArray, std::list<Kind>::iterator> m_kinds;
};

} // namespace guarita::gateway
