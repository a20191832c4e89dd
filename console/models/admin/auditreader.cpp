// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/admin/auditreader.h"

namespace guarita::console {

AuditReader::AuditReader(AdminApi &api, AuditModel &model, QObject *parent, std::chrono::milliseconds pace)
    : QObject(parent)
    , m_api(api)
    , m_model(model)
    , m_pace(pace)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &AuditReader::followNow);
    connect(&m_model, &AuditModel::olderWanted, this, &AuditReader::readOlder);
}

void AuditReader::enter(Phase phase)
{
    m_phase = phase;
    Q_EMIT phaseChanged();
}

void AuditReader::clear()
{
    m_older.reset();
    m_newer.reset();
    m_askingOlder = m_askingNewer = false;
    m_timer.stop();
    m_error.reset();
    m_model.clear();
    enter(Phase::Empty);
}

void AuditReader::read(const AuditQuery &query)
{
    clear();
    m_query = query;
    enter(Phase::Loading);
    readOlder();
}

void AuditReader::readOlder()
{
    if (m_askingOlder)
        return;
    m_askingOlder = true;
    m_older = m_api.listAudit(m_query, m_model.oldest(), pageSize,
                              [this](const Reply<AuditPage> &reply) { gotOlder(reply); });
}

void AuditReader::gotOlder(const Reply<AuditPage> &reply)
{
    m_askingOlder = false;
    if (!reply) {
        m_error = reply.error();
        if (m_phase == Phase::Loading)
            enter(Phase::Failed);
        else
            Q_EMIT failed();
        return;
    }
    m_error.reset();
    m_model.setHasOlder(reply.value().next.has_value());
    m_model.addOlder(reply.value().records);
    enter(Phase::Ready);
    setFollowing(m_following);
}

bool AuditReader::mayFollow() const
{
    return m_following && m_phase == Phase::Ready && !m_query.until.isValid();
}

void AuditReader::setFollowing(bool following)
{
    m_following = following;
    if (!mayFollow())
        m_timer.stop();
    else if (!m_askingNewer && !m_timer.isActive())
        m_timer.start(m_pace);
}

void AuditReader::followNow()
{
    if (!mayFollow() || m_askingNewer)
        return;
    m_timer.stop();
    m_askingNewer = true;
    m_newer = m_api.followAudit(m_query, m_model.newest().value_or(0), newerAtOnce,
                                [this](const Reply<AuditPage> &reply) { gotNewer(reply); });
}

void AuditReader::gotNewer(const Reply<AuditPage> &reply)
{
    m_askingNewer = false;
    if (!reply) {
        m_error = reply.error();
        if (mayFollow())
            m_timer.start(std::max(m_pace, slowInterval));
        Q_EMIT failed();
        return;
    }
    m_error.reset();
    m_model.addNewer(reply.value().records);
    if (reply.value().next)
        return followNow(); // there are more of them
    if (mayFollow())
        m_timer.start(m_pace);
}

} // namespace guarita::console
