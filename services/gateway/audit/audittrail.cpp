// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/audit/audittrail.h"

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <utility>

namespace guarita::gateway {

namespace {

constexpr std::chrono::seconds refusalInterval{1};

} // namespace

AuditTrail::AuditTrail(const Parts &parts, std::size_t queue)
    : m_parts(parts)
    , m_most(queue)
    , m_refusals(parts.clock)
    , m_lost(prometheus::BuildCounter()
                 .Name("guarita_audit_records_lost_total")
                 .Help("Records of the audit that are in the log and perhaps not in the store.")
                 .Register(parts.registry)
                 .Add({}))
{
    m_writeTimer.setSingleShot(true);
    m_writeTimer.callOnTimeout([this] { write(); });
    m_refusalTimer.setInterval(refusalInterval);
    m_refusalTimer.callOnTimeout([this] { tick(); });
}

void AuditTrail::record(AuditRecord record)
{
    log({record});
    enqueue(std::move(record));
}

void AuditTrail::refused(AuditRecord record)
{
    if (std::optional<AuditRecord> first = m_refusals.take(std::move(record)))
        this->record(*std::move(first));
    if (!m_refusalTimer.isActive())
        m_refusalTimer.start();
}

void AuditTrail::tick()
{
    for (AuditRecord &counted : m_refusals.takeDue())
        record(std::move(counted));
    if (m_refusals.isEmpty())
        m_refusalTimer.stop();
}

void AuditTrail::log(const std::vector<AuditRecord> &records)
{
    for (const AuditRecord &record : records)
        m_parts.log.lifeCycle("audit", {{"request_id", record.request},
                                        {"client", record.address},
                                        {"subject", record.who},
                                        {"action", record.action},
                                        {"target", record.target},
                                        {"outcome", outcomeName(record.outcome)},
                                        {"status", static_cast<qint64>(record.status)},
                                        {"reason", record.reason},
                                        {"times", record.times}});
}

void AuditTrail::enqueue(AuditRecord record)
{
    if (m_queue.size() >= m_most)
        return m_lost.Increment();
    m_queue.push_back(std::move(record));
    writeSoon(writeDelay);
}

void AuditTrail::writeSoon(std::chrono::milliseconds delay)
{
    if (!m_writing && !m_writeTimer.isActive())
        m_writeTimer.start(delay);
}

void AuditTrail::write()
{
    const std::size_t count = std::min(m_queue.size(), mostAtOnce);
    std::vector<AuditRecord> batch(m_queue.begin(), m_queue.begin() + static_cast<std::ptrdiff_t>(count));
    m_writing = true;
    m_parts.users.submit(
        [batch = std::move(batch)](UserRepository &users) { return users.audit().write(batch); },
        [this, count](const sql::Outcome<core::Done> &outcome) { written(count, outcome); });
}

void AuditTrail::written(std::size_t count, const sql::Outcome<core::Done> &outcome)
{
    m_writing = false;
    const bool keep = !outcome && sql::isPassing(outcome.error().failure);
    if (!outcome && !keep)
        m_lost.Increment(static_cast<double>(count));
    if (!keep)
        m_queue.erase(m_queue.begin(), m_queue.begin() + static_cast<std::ptrdiff_t>(count));
    if (m_closed)
        return keep || m_queue.empty() ? finish() : write();
    if (!m_queue.empty())
        writeSoon(keep ? retryDelay
                       : (m_queue.size() < mostAtOnce ? writeDelay : std::chrono::milliseconds(0)));
}

void AuditTrail::close(std::function<void()> done)
{
    m_refusalTimer.stop();
    for (AuditRecord &counted : m_refusals.takeAll())
        record(std::move(counted));
    m_writeTimer.stop();
    m_closed = std::move(done);
    if (m_writing)
        return;
    if (m_queue.empty())
        finish();
    else
        write();
}

void AuditTrail::finish()
{
    m_lost.Increment(static_cast<double>(m_queue.size()));
    m_queue.clear();
    std::exchange(m_closed, nullptr)();
}

} // namespace guarita::gateway
