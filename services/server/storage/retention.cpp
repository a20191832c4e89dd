// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/retention.h"

#include "sql/logging.h"

namespace guarita::server::storage {

Retention::Retention(ItemPool &pool, const core::Clock &clock, const RetentionLimits &limits)
    : m_pool(pool)
    , m_clock(clock)
    , m_limits(limits)
    , m_kinds{Kind{"items", &ItemRepository::purge, limits.kept},
              Kind{"request keys", &ItemRepository::forgetKeys, limits.keysKept}}
{
    const auto purgeAll = [this] {
        for (Kind &kind : m_kinds)
            purge(kind);
    };
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, purgeAll);
    m_timer.start(m_limits.interval);
    purgeAll();
}

void Retention::purge(Kind &kind)
{
    if (kind.deleting)
        return;
    kind.deleting = true;
    const auto before = std::chrono::floor<std::chrono::milliseconds>(m_clock.wallNow()) - kind.kept;
    m_pool.submit([deletion = kind.deletion, before,
                   most = m_limits.batch](ItemRepository &items) { return (items.*deletion)(before, most); },
                  [this, &kind](const Outcome<qint64> &deleted) {
                      kind.deleting = false;
                      if (!deleted || deleted.value() == 0)
                          return;
                      qCInfo(sql::lcStorage, "deleted %lld %s for good",
                             static_cast<long long>(deleted.value()), kind.name);
                      if (deleted.value() >= m_limits.batch)
                          purge(kind);
                  });
}

} // namespace guarita::server::storage
