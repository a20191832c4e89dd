// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/retention.h"

#include "server/storage/logging.h"

namespace guarita::server::storage {

Retention::Retention(DatabasePool &pool, const core::Clock &clock, const RetentionLimits &limits)
    : m_pool(pool)
    , m_clock(clock)
    , m_limits(limits)
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { purge(); });
    m_timer.start(m_limits.interval);
    purge();
}

void Retention::purge()
{
    if (m_purging)
        return;
    m_purging = true;
    const auto before = std::chrono::floor<std::chrono::milliseconds>(m_clock.wallNow()) - m_limits.kept;
    m_pool.submit(
        [before, most = m_limits.batch](ItemRepository &items) { return items.purge(before, most); },
        [this](const Outcome<qint64> &purged) {
            m_purging = false;
            if (!purged || purged.value() == 0)
                return;
            qCInfo(lcStorage, "deleted %lld items for good", static_cast<long long>(purged.value()));
            if (purged.value() >= m_limits.batch)
                purge();
        });
}

} // namespace guarita::server::storage
