// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/audit/refusalcounter.h"

#include "net/accountingaddress.h"

#include <utility>

namespace guarita::gateway {

namespace {

/// One subscriber has a /64 whole, and must not have as many records as addresses.
QByteArray networkOf(const QByteArray &address)
{
    const QHostAddress parsed(QString::fromLatin1(address));
    return parsed.isNull() ? address : net::accountingAddress(parsed).toString().toLatin1();
}

QByteArray keyOf(const AuditRecord &record)
{
    return networkOf(record.address) + '\n' + record.action + '\n' + record.reason;
}

/// What several records do not have in common is not said of them together.
void keepCommon(QByteArray &common, const QByteArray &other)
{
    if (common != other)
        common.clear();
}

void count(AuditRecord &further, const AuditRecord &record)
{
    if (further.times == 0)
        further = record;
    else
        ++further.times;
    keepCommon(further.who, record.who);
    keepCommon(further.target, record.target);
    if (further.address != record.address)
        further.address = networkOf(record.address);
    further.request.clear();
}

} // namespace

RefusalCounter::RefusalCounter(const core::Clock &clock, std::size_t most)
    : m_clock(clock)
    , m_most(most)
{
}

std::optional<AuditRecord> RefusalCounter::take(AuditRecord record)
{
    if (m_byAge.size() >= m_most && !m_kinds.contains(keyOf(record)))
        record.address.clear(); // so that there are no more kinds than there are reasons
    const QByteArray key = keyOf(record);
    const auto known = m_kinds.constFind(key);
    if (known != m_kinds.constEnd()) {
        count((*known)->further, record);
        return std::nullopt;
    }
    AuditRecord none;
    none.times = 0;
    m_kinds.insert(key, m_byAge.insert(m_byAge.end(), {key, m_clock.now(), none}));
    return record;
}

std::vector<AuditRecord> RefusalCounter::takeDue()
{
    std::vector<AuditRecord> counted;
    while (!m_byAge.empty() && m_byAge.front().since + window <= m_clock.now())
        takeOldest(counted);
    return counted;
}

std::vector<AuditRecord> RefusalCounter::takeAll()
{
    std::vector<AuditRecord> counted;
    while (!m_byAge.empty())
        takeOldest(counted);
    return counted;
}

void RefusalCounter::takeOldest(std::vector<AuditRecord> &counted)
{
    Kind &oldest = m_byAge.front();
    if (oldest.further.times > 0) {
        oldest.further.when = storeTime(m_clock);
        counted.push_back(std::move(oldest.further));
    }
    m_kinds.remove(oldest.key);
    m_byAge.pop_front();
}

} // namespace guarita::gateway
