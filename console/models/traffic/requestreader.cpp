// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/requestreader.h"

namespace guarita::console {

RequestReader::RequestReader(BalancerApi &api, RequestsModel &model, std::chrono::milliseconds pace)
    : m_api(api)
    , m_model(model)
    , m_pace(pace)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &RequestReader::followNow);
    connect(&m_model, &RequestsModel::olderWanted, this, &RequestReader::readOlder);
}

void RequestReader::enter(Phase phase)
{
    m_phase = phase;
    Q_EMIT phaseChanged();
}

void RequestReader::clear()
{
    m_older.reset();
    m_newer.reset();
    m_askingOlder = m_askingNewer = m_gaps = false;
    m_timer.stop();
    m_error.reset();
    m_model.clear();
    enter(Phase::Empty);
}

void RequestReader::read(const RequestQuery &query)
{
    clear();
    m_query = query;
    enter(Phase::Loading);
    readOlder();
}

void RequestReader::readOlder()
{
    if (m_askingOlder)
        return;
    m_askingOlder = true;
    m_older = m_api.listRequests(m_query, m_model.oldest(), pageSize,
                                 [this](const Reply<RequestPage> &reply) { gotOlder(reply); });
}

void RequestReader::gotOlder(const Reply<RequestPage> &reply)
{
    if (!reply) {
        m_askingOlder = false;
        m_error = reply.error();
        if (m_phase == Phase::Loading)
            enter(Phase::Failed);
        else
            Q_EMIT failed();
        return;
    }
    m_error.reset();
    m_model.setHasOlder(reply.value().next.has_value());
    m_model.addOlder(reply.value().requests);
    m_askingOlder = false; // only now: who hears of the rows may ask for more before they are there
    enter(Phase::Ready);
    setFollowing(m_following);
}

void RequestReader::setFollowing(bool following)
{
    m_following = following;
    if (!mayFollow())
        m_timer.stop();
    else if (!m_askingNewer && !m_timer.isActive())
        m_timer.start(m_pace);
}

void RequestReader::followNow()
{
    if (!mayFollow() || m_askingNewer)
        return;
    m_timer.stop();
    m_askingNewer = true;
    m_newer = m_api.listRequests(m_query, {}, newerAtOnce,
                                 [this](const Reply<RequestPage> &reply) { gotNewer(reply); });
}

void RequestReader::gotNewer(const Reply<RequestPage> &reply)
{
    m_askingNewer = false;
    if (mayFollow())
        m_timer.start(reply ? m_pace : std::max(m_pace, slowInterval));
    if (!reply) {
        m_error = reply.error();
        Q_EMIT failed();
        return;
    }
    m_error.reset();
    addNewer(reply.value());
    Q_EMIT phaseChanged();
}

void RequestReader::addNewer(const RequestPage &page)
{
    if (page.requests.empty())
        return;
    const qint64 known = m_model.newest().value_or(0);
    if (page.requests.front().seq < known) { // the balancer was started again, and numbers anew
        m_model.clear();
        m_model.setHasOlder(page.next.has_value());
        return m_model.addNewer(page.requests);
    }
    std::vector<RequestTrace> newer;
    for (const RequestTrace &trace : page.requests) {
        if (trace.seq > known)
            newer.push_back(trace);
    }
    m_gaps = m_gaps ||
             (known > 0 && newer.size() == page.requests.size() && page.next && newer.back().seq > known + 1);
    m_model.addNewer(std::move(newer));
}

} // namespace guarita::console
