// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/loginhistory.h"

#include <algorithm>

namespace guarita::gateway {

LoginHistory::LoginHistory(UserPool &users, AccountThrottle &throttle, const core::Clock &clock,
                           std::chrono::milliseconds familiar)
    : m_users(users)
    , m_throttle(throttle)
    , m_clock(clock)
    , m_familiar(familiar)
{
    m_timer.callOnTimeout([this] { read(); });
}

void LoginHistory::start()
{
    m_timer.start(std::chrono::seconds(1)); // until the store was read once
    read();
}

/// First the newest of all, then what has come since.
void LoginHistory::read()
{
    const AuditQuery query{.limit = qint64(AccountThrottle::remembered),
                           .after = m_last,
                           .action = QByteArray(audited::login),
                           .outcome = AuditOutcome::Done,
                           .since = storeTime(m_clock) - m_familiar};
    m_users.submit([query](UserRepository &users) { return users.audit().list(query); },
                   [this, newestFirst = !m_last](sql::Outcome<std::vector<AuditRecord>> read) {
                       if (!read)
                           return;
                       m_timer.setInterval(interval);
                       std::vector<AuditRecord> &records = read.value();
                       if (newestFirst)
                           std::reverse(records.begin(), records.end());
                       learn(records);
                   });
}

void LoginHistory::apply(std::chrono::milliseconds familiar)
{
    if (familiar == m_familiar)
        return;
    m_familiar = familiar;
    m_last.reset();
    read();
}

/// In that order, so that what is forgotten for want of room is the oldest.
void LoginHistory::learn(const std::vector<AuditRecord> &oldestFirst)
{
    m_last = oldestFirst.empty() ? m_last.value_or(0) : oldestFirst.back().id;
    for (const AuditRecord &record : oldestFirst)
        m_throttle.learn(record.who, QHostAddress(QString::fromLatin1(record.address)),
                         core::WallTime(record.when));
}

} // namespace guarita::gateway
